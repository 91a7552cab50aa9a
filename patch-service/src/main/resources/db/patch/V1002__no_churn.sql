-- patch.state has one more value: ACCEPTED, between STAGED and PUBLISHED or DROPPED, where its promotion is a job already.

-- What the patch is the answer to: digest of the packages wanted, the database and the engine. Asked the same again, there is nothing to do.
alter table patch add column wanted text not null default '';
