-- Schedules of three forms with the moment they were set, the switch, versions; runs over several registries with what they could not read;
-- what each step of an image's way was done by and when.

alter table workflow
    add column type            text        not null default 'continuouspatchv1',
    add column enabled         boolean     not null default true,
    add column version         bigint      not null default 1, -- raised when a person changes it
    add column schedule_set_at timestamptz,
    -- A policy may name its registries itself.
    alter column registry drop not null;
-- Every schedule so far is ACR's Nd, of which the minute of the day is all that counts.
update workflow set schedule_set_at = (cast(created_at at time zone 'UTC' as date) + time_of_day) at time zone 'UTC';
alter table workflow
    alter column schedule_set_at set not null,
    drop column time_of_day;
drop index workflow_due;
create index workflow_due on workflow (next_run_at) where enabled;

alter table run
    alter column registry drop not null,
    add column failed          text   not null default '[]',
    add column left_out_count  bigint not null default 0, -- of which left_out holds the first
    add column not_found_count bigint not null default 0,
    add column failed_count    bigint not null default 0,
    add column not_asked_count bigint not null default 0; -- tags that no pattern asks for are counted only
update run set left_out_count = json_array_length(cast(left_out as json)), not_found_count = json_array_length(cast(not_found as json));

alter table run_image
    add column reached       text,        -- the furthest state told of that does not end the way
    add column scan_job      text,
    add column scan_at       timestamptz,
    add column patch_job     text,
    add column patch_at      timestamptz,
    add column patched_image text,        -- registry/repository:tag of the Patched event
    add column run_status    text;        -- as ACR names it; see RunStatus
update run_image set
    reached = case when state in ('DUE', 'SCANNING', 'FIXABLE', 'PATCHING', 'STAGED', 'VERIFYING', 'VERIFIED') then state
                   when state = 'PATCHED' then 'VERIFIED' when service = 'patch' then 'PATCHING' else 'SCANNING' end,
    run_status = case state when 'DUE' then 'Queued' when 'SCANNING' then 'Running' when 'FIXABLE' then 'Queued' when 'CLEAN' then 'Skipped'
                            when 'SKIPPED' then 'Skipped' when 'PATCHED' then 'Succeeded' when 'FAILED' then 'Failed'
                            when 'CANCELLED' then 'Canceled' else 'Running' end,
    scan_at = case when state in ('SCANNING', 'FIXABLE', 'CLEAN') then at end,
    patch_at = case when state in ('PATCHING', 'STAGED', 'VERIFYING', 'VERIFIED', 'PATCHED') then at end,
    patched_image = (cast(patched as json) -> 'patched' ->> 'registry') || '/' || (cast(patched as json) -> 'patched' ->> 'repository')
        || ':' || (cast(patched as json) -> 'patched' ->> 'tag');
alter table run_image
    alter column reached set not null,
    alter column run_status set not null;
create index run_newest on run (created_at desc);
