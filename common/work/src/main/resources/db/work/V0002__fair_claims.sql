-- Turns between workflows, exclusion, the log of a job, and what a list or a clean-up of jobs needs.

-- "C", because nobody reads flows in alphabetical order: the claim walks over them by their index.
alter table job add column flow text collate "C" not null default '';
alter table job add column exclusive text;

drop index job_claimable;
create index job_lane on job (flow, priority desc, not_before, created_at) where state = 'QUEUED';
create index job_served on job (flow, started_at desc) where started_at is not null;
-- Over all replicas at most one job of a key runs, whatever the claims do.
create unique index job_exclusive on job (exclusive) where state = 'RUNNING';

create index job_newest on job (created_at desc, id desc);
create index job_failed on job (created_at desc, id desc) where state = 'FAILED';
create index job_ended on job (ended_at) where ended_at is not null;

-- What happened in the attempts of a job, in lines. The fence tells attempts apart, since one that is given back is not counted.
create table job_log (
    job     uuid        not null references job on delete cascade,
    fence   bigint      not null,
    line_no integer     not null,
    attempt integer     not null,
    at      timestamptz not null,
    line    text        not null,
    primary key (job, fence, line_no)
);

create index processed_event_at on processed_event (at);
create index cancelled_run_at on cancelled_run (at);
