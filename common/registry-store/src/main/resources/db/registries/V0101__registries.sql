-- The newest that was told of each registry, removals included: a change of a lower version is old news whenever it arrives.
create table registry (
    name    text primary key,
    version bigint not null,
    change  text   not null -- RegistryChanged as JSON; holds no secret
);
