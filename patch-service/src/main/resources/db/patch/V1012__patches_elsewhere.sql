-- The repository in which a patch is published, as registry/repository; beside its source where it is null.
alter table patch add column site text;

-- The same of a patch whose layers others may take over.
alter table graft_donor add column site text;
