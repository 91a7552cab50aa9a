-- What a patched index has of the source's as it was, and how many attestations it has no more; as JSON. Nothing where the source is none.
alter table patch add column carried_over text not null default '{"children":[],"droppedAttestations":0}';
