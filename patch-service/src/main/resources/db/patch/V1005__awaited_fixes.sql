-- Images with a fix that no repository held when they were patched. They are looked at again by themselves, a bounded number of times.
create table awaited_fix (
    workflow        text not null,
    image           text not null,          -- registry/repository:tag of the source
    awaited         text not null,          -- digest of the source's digest and of the packages that could not be had
    looks           integer not null,       -- which look at the same is next, or was last
    due_at          timestamptz,            -- when; empty where it was, or where there were enough
    severity        text not null,
    vulnerabilities text not null,          -- ids, worst first, a line each
    at              timestamptz not null default now(),
    primary key (workflow, image)
);
create index awaited_fix_due on awaited_fix (due_at) where due_at is not null;

-- When a published patch turned out to be the answer to the same question again. What could not be had then may be there by now.
alter table patch add column answered_at timestamptz;

-- False where it is asked again after some hours, because a repository may hold by then what it did not.
alter table attempt add column lasting boolean not null default true;
