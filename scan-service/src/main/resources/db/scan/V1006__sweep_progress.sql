-- How far a sweep is.
alter table sweep
    add column sets     integer not null default 0, -- package sets there were to judge at its begin
    add column told     integer not null default 0, -- images that were told to have become fixable
    add column finished timestamptz;                -- when nothing of it was left; null until then
update sweep set finished = at;
create index judgement_by_knowledge on judgement (knowledge);
