-- By what is told apart what nobody needs any more.
alter table image add column asked timestamptz not null default now(); -- when it was last asked for, to within a day
alter table knowledge add column at timestamptz not null default now();
create index image_by_asked on image (asked);
create index manifest_by_age on manifest (at);
create index package_set_by_age on package_set (at);
create index watched_image_by_since on watched_image (since);
create index watched_image_by_source on watched_image (source);
