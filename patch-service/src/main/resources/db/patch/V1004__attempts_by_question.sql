-- What an attempt in vain was asked: digest of source, packages wanted, database and engine, and of the criteria by which it was judged.
-- Another policy, or an ignored vulnerability that expired, is another question. What was remembered without it is tried once more.
alter table patch add column question text not null default '';

delete from attempt;
alter table attempt add column question text not null;
alter table attempt drop constraint attempt_pkey;
alter table attempt add primary key (question);
