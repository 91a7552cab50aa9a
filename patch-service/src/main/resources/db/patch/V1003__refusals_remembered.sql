-- Why the attempt came to nothing; given back instead of trying again.
alter table attempt add column reason text not null default 'NO_IMPROVEMENT';
