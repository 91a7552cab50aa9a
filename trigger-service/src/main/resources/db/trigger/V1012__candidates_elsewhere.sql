-- Where what is judged is, as registry/repository, where that is not the source's own repository.
alter table run_image add column candidate_repository text;
