-- What was found, so that nothing is looked at twice: images and their platforms, what is installed in each, what was judged of it.

-- One platform's installed packages, shared by all images that have the same.
create table package_set (
    id          bigint generated always as identity primary key,
    digest      text        not null unique,
    family      text        not null,
    release     text        not null,
    end_of_life boolean     not null,
    packages    integer     not null,
    content     bytea       not null, -- gzipped JSON: all that matching needs
    knowledge   bigint,               -- of the newest judgement; the rows of finding are that one's
    at          timestamptz not null default now()
);

-- Packages once each, to search by. Their identity is a hash: texts of an image may be longer than an index takes.
create table package (
    id             bigint generated always as identity primary key,
    identity       text not null unique,
    name           text not null,
    version        text not null,
    architecture   text not null,
    source_name    text not null,
    source_version text not null
);
create index package_by_name on package (left(name, 200));
create index package_by_source on package (left(source_name, 200));

create table package_set_package (
    package_set bigint not null references package_set on delete cascade,
    package     bigint not null references package,
    primary key (package, package_set)
);
create index package_set_package_of_set on package_set_package (package_set);

-- Who judged, with which database and options.
create table knowledge (
    id       bigint generated always as identity primary key,
    name     text not null,
    version  text not null,
    database text not null,
    options  text not null,
    unique (name, version, database, options)
);

create table judgement (
    package_set bigint      not null references package_set on delete cascade,
    knowledge   bigint      not null references knowledge,
    end_of_life boolean     not null,
    findings    bytea       not null, -- gzipped JSON
    at          timestamptz not null default now(),
    primary key (package_set, knowledge)
);
create index judgement_by_age on judgement (at);

-- The newest judgement of each package set, to search by.
create table finding (
    package_set   bigint not null references package_set on delete cascade,
    vulnerability text, -- null where the engine knows of an update without knowing ids
    package       text   not null,
    installed     text   not null,
    fixed         text,
    severity      text   not null
);
create index finding_of_set on finding (package_set);
create index finding_by_vulnerability on finding (left(vulnerability, 200));

-- Where images were seen.
create table image (
    registry   text        not null,
    repository text        not null,
    digest     text        not null,
    at         timestamptz not null default now(),
    primary key (digest, registry, repository)
);

-- The images that a digest stands for, in the order of its index. Digests name content, so this holds for every repository.
create table image_platform (
    digest       text    not null,
    position     integer not null,
    os           text    not null,
    architecture text    not null,
    variant      text,
    manifest     text    not null,
    primary key (digest, position)
);
create index image_platform_by_manifest on image_platform (manifest);

-- What an engine read out of one platform's image: its packages, or why it understood nothing.
create table manifest (
    digest         text not null,
    engine         text not null,
    version        text not null,
    package_set    bigint references package_set,
    not_understood text,
    at             timestamptz not null default now(),
    primary key (digest, engine),
    check ((package_set is null) <> (not_understood is null))
);
create index manifest_of_set on manifest (package_set);

-- The engine's own newest report of one platform's image, gzipped.
create table report (
    manifest text        primary key,
    engine   text        not null,
    content  bytea       not null,
    at       timestamptz not null default now()
);
create index report_by_age on report (at);
