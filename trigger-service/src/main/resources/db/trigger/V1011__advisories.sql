-- Whether new advisories make a workflow's images due between its times.
alter table workflow add column advisories boolean not null default true;

-- A run for an advisory is about few images, and waits for no other: the one going on may have passed them already.
drop index run_at_a_time;
create unique index run_at_a_time on run (workflow) where state = 'RUNNING' and not cancel_requested and own and reason <> 'ADVISORY';
