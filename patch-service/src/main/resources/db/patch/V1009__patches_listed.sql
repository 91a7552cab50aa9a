-- What the judge said of a published patch, JSON, a platform each; of patches of before there is none.
alter table patch add column verifications text;

create index patch_newest on patch (ended_at desc, id desc) where state in ('PUBLISHED', 'RETIRED');
create index patch_waiting on patch (staged_at desc, id desc) where state in ('STAGED', 'ACCEPTED');
create index patch_publishes on patch (publishes);
