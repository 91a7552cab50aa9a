-- Workflows, their runs, and the read model of the images in them.

create table workflow (
    name        text primary key,
    registry    text        not null,
    schedule    text        not null,
    time_of_day time        not null, -- UTC
    policy      text        not null, -- JSON, as it was submitted
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    next_run_at timestamptz not null
);
create index workflow_due on workflow (next_run_at);

create table run (
    id               text primary key,
    workflow         text        not null,
    registry         text        not null,
    policy           text        not null default '{}', -- as it was when the run was created
    reason           text        not null,
    state            text        not null default 'RUNNING' check (state in ('RUNNING', 'FINISHED', 'FAILED')),
    own              boolean     not null default false, -- made by this service, not seen in an event of another producer
    expanded         boolean     not null default false,
    cancel_requested boolean     not null default false,
    left_out         text        not null default '[]',
    not_found        text        not null default '[]',
    failure_reason   text,
    failure_detail   text,
    -- Counts the events of the run. Raised under the row's lock, so that they become visible in the order of their numbers.
    last_seq         bigint      not null default 0,
    created_at       timestamptz not null default now(),
    finished_at      timestamptz
);
create index run_of_workflow on run (workflow, created_at desc);
-- A workflow has one run at a time; one that is being cancelled does not hold up the next. Runs of other producers are theirs to count.
create unique index run_at_a_time on run (workflow) where state = 'RUNNING' and not cancel_requested and own;

create table run_image (
    run              text        not null references run,
    workflow         text        not null,
    name             text        not null, -- registry/repository:tag of the source
    registry         text        not null,
    repository       text        not null,
    tag              text        not null,
    digest           text,
    candidate_tag    text,
    candidate_digest text,
    why              text,
    state            text        not null,
    attempt          integer     not null default 1,
    service          text        not null,
    reason           text,
    detail           text,
    at               timestamptz not null,
    patched          text,                 -- the Patched event
    -- True once nothing is to be expected any more: a terminal state, and for PATCHED the result as well.
    complete         boolean     not null default false,
    primary key (run, name)
);
create index run_image_by_name on run_image (name);
create index run_image_open on run_image (run) where not complete;

create table image_event (
    run     text        not null references run,
    seq     bigint      not null,
    name    text        not null,
    state   text        not null,
    attempt integer     not null,
    service text        not null,
    reason  text,
    detail  text,
    at      timestamptz not null,
    primary key (run, seq)
);
