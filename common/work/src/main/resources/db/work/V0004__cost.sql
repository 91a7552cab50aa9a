-- Seconds that were worked, by month and what they were spent on; dev.cssc.common.cost adds to them when an attempt ends.
-- "C", because lists are read on behind a name, whose order must be the same everywhere.
create table cost (
    month      date                not null,
    registry   text collate "C"    not null,
    repository text collate "C"    not null,
    tag        text collate "C"    not null,
    workflow   text collate "C"    not null,
    task       text collate "C"    not null,
    micros     bigint              not null check (micros >= 0),
    attempts   bigint              not null check (attempts >= 0),
    primary key (month, registry, repository, tag, workflow, task)
);
