-- Which knowledge came into use last: an operator may go back to an older database.
create sequence knowledge_turn;
alter table knowledge add column turn bigint;
update knowledge set turn = id;
select setval('knowledge_turn', coalesce(max(id), 0) + 1, false) from knowledge;
alter table knowledge alter column turn set default nextval('knowledge_turn'), alter column turn set not null;
