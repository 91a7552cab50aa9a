-- Builds that a base's tag was seen at, a platform each: one of them lies below an image that was built on an older one.
create table base_build (
    base       text not null,               -- registry/repository:tag
    platform   text not null,
    manifest   text not null,
    layers     text not null,               -- lowest first, a line each: digest and digest of the unpacked layer
    family     text not null,               -- which distribution it says it is
    release    text not null,
    first_seen timestamptz not null default now(),
    used_at    timestamptz not null default now(),
    primary key (base, platform, manifest)
);
create index base_build_used on base_build (used_at);

-- Images that the judge refused on a newer build of their base: the engine patches them for a while.
create table rebase_barred (
    manifest        text not null,          -- the source's manifest of the platform
    base            text not null,          -- registry/repository of the base
    at              timestamptz not null default now(),
    engine_had_turn boolean not null default false,
    primary key (manifest, base)
);
create index rebase_barred_at on rebase_barred (at);
