-- Durable jobs, the outbox and the processed ids: the part of each service's schema that dev.cssc.common works on.

create table job (
    id               uuid primary key,
    kind             text        not null,
    run              text        not null,
    subject          text        not null,
    payload          text        not null,
    priority         integer     not null default 0,
    state            text        not null default 'QUEUED'
        check (state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    attempt          integer     not null default 0,
    not_before       timestamptz not null default now(),
    fence            bigint      not null default 0,
    owner            text,
    lease_until      timestamptz,
    cancel_requested boolean     not null default false,
    reason           text,
    detail           text,
    created_at       timestamptz not null default now(),
    started_at       timestamptz,
    ended_at         timestamptz
);
create index job_claimable on job (priority desc, not_before, created_at) where state = 'QUEUED';
create index job_leased on job (lease_until) where state = 'RUNNING';
create index job_of_run on job (run);

-- Runs that were cancelled: a job of theirs that is stored later ends cancelled as well.
create table cancelled_run (
    run text primary key,
    at  timestamptz not null default now()
);

create table outbox (
    seq    bigint generated always as identity primary key,
    id     uuid        not null,
    topic  text        not null,
    key    text        not null,
    type   text        not null,
    value  text        not null,
    at     timestamptz not null default now(),
    parked text
);
create index outbox_to_send on outbox (seq) where parked is null;

create table processed_event (
    id uuid primary key,
    at timestamptz not null default now()
);
