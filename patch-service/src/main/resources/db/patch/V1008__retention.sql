-- patch.state has one more value: RETIRED, after PUBLISHED, where its tag was removed because enough newer ones are there.
alter table patch add column retired_at timestamptz;

-- Why a patch that is more than are kept is there still, or what is left of one that was removed; and until when that is not tried again.
alter table patch add column stays_reason text;
alter table patch add column stays text not null default '';
alter table patch add column stays_until timestamptz;

create index patch_published on patch (registry, repository, tag) where state = 'PUBLISHED';
