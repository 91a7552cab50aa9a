-- Package sets whose newest judgement was not compared with all images that have them yet, because there are many.
create table unsettled (
    package_set bigint primary key references package_set on delete cascade,
    knowledge   bigint not null
);
