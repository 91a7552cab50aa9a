-- A job that was given back until another one has come further: by what, and then it is queued like any other.
alter table job add column awaits text;
create index job_awaits on job (awaits) where awaits is not null;
