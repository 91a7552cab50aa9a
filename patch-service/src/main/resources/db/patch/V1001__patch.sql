-- Patches: what was made, where it lies, and what became of it.
create table patch (
    id              uuid primary key,
    run             text not null,
    workflow        text not null,
    registry        text not null,
    repository      text not null,
    tag             text not null,
    source_digest   text not null,
    convention      text not null,
    staging         text not null,
    parts           text not null,          -- JSON, a staged platform each
    index_text      text,                   -- the exact index to publish, where the source is one
    publishes       text not null,          -- digest the tag will point to
    engine          text not null,
    database_id     text not null,
    state           text not null,          -- STAGED, PUBLISHED, REFUSED, DROPPED
    published_tag   text,
    added_bytes     bigint not null,
    patch_seconds   double precision not null,
    promote_seconds double precision,
    staged_at       timestamptz not null default now(),
    ended_at        timestamptz
);
create index patch_run on patch (run);
create index patch_source on patch (source_digest);

-- Who writes which tag. A row is committed before the tag is written, so that after a crash the tag is known as ours, and two writers of
-- one tag meet at the primary key.
create table tag_reservation (
    registry   text not null,
    repository text not null,
    tag        text not null,
    source_tag text not null,
    patch      uuid not null,
    digest     text not null,               -- what the tag is to point to, or points to
    previous   text,                        -- floating: where we last left it
    written    boolean not null default false,
    at         timestamptz not null default now(),
    primary key (registry, repository, tag)
);
create index tag_reservation_patch on tag_reservation (patch);

-- What was tried in vain: not tried again until one of the three changes.
create table attempt (
    source_digest text not null,
    database_id   text not null,
    engine        text not null,
    detail        text not null,
    at            timestamptz not null default now(),
    primary key (source_digest, database_id, engine)
);
