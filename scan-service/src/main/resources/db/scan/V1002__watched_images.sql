-- The newest image of each name that a workflow had judged: what a new advisory is compared with.
create table watched_image (
    workflow   text        not null,
    name       text        not null, -- registry/repository:tag of the source
    repository text        not null, -- of the candidate
    digest     text        not null, -- of the candidate
    criteria   text        not null, -- JSON
    verdict    text        not null,
    at         timestamptz not null default now(),
    primary key (workflow, name)
);
create index watched_image_by_digest on watched_image (digest);

-- What was swept, and is: one row for each knowledge, ever.
create table sweep (
    knowledge bigint primary key references knowledge,
    chunks    integer     not null,
    at        timestamptz not null default now()
);
