-- Which paths a layer touches: read once for each digest, kept while it is asked for.
create table layer_paths (
    digest     text primary key,            -- of the layer as the registry has it
    form       integer not null,            -- of the column paths
    diff_id    text not null,               -- of the unpacked layer, as it was read
    paths      text not null,               -- base64
    unreadable text not null default '',    -- why there are none
    used_at    timestamptz not null default now()
);
create index layer_paths_used on layer_paths (used_at);

-- Patches whose layers others may take over, a platform's image each: being made, or verified.
create table graft_donor (
    patch      uuid not null,               -- also the job that makes it
    manifest   text not null,               -- the source's manifest of the platform
    family     text not null,               -- digest of what siblings have in common
    repository text not null,               -- the source's
    staging    text not null,
    patched    text not null default '',    -- the patched manifest, once it is staged
    left_out   text not null default '',    -- packages that were not raised, comma-separated
    database   text not null,               -- the knowledge that it was made from
    verified   boolean not null default false,
    at         timestamptz not null default now(),
    primary key (patch, manifest)
);
create index graft_donor_family on graft_donor (family, at desc);

-- Manifests on which a patch that was taken over was refused by the judge: from then on they are patched by the engine.
create table graft_barred (
    manifest text primary key,
    at       timestamptz not null default now()
);
