-- What was read of a layer, by what an engine reads packages from: the first path by which it touches that, or why it has to count as a
-- layer that does; null where it does not.
create table layer (
    sources text        not null,
    digest  text        not null,
    touches text,
    used_at timestamptz not null default now(),
    primary key (digest, sources)
);
create index layer_by_use on layer (used_at);

-- The package set that an engine read from those layers of an image that it may be read from.
create table foundation (
    digest      text   not null,
    engine      text   not null,
    version     text   not null,
    package_set bigint not null references package_set on delete cascade,
    at          timestamptz not null default now(),
    primary key (digest, engine)
);
create index foundation_by_age on foundation (at);
create index foundation_of_set on foundation (package_set);
