-- What is to be told and was not yet: gathered, so that it is told worst first.
create table announcement (
    number          bigint generated always as identity,
    workflow        text        not null,
    name            text        not null, -- registry/repository:tag of the source
    severity        text        not null,
    rank            integer     not null, -- of the severity, the worst has the highest
    vulnerabilities text[]      not null, -- worst first
    scanner         text        not null, -- JSON: who says so
    at              timestamptz not null default now(),
    primary key (workflow, name)
);
create index announcement_worst_first on announcement (workflow, scanner, rank desc, name);
