-- Whether the database was older than is held for current when it judged; null where nobody could tell, or it was not.
alter table judgement add column stale boolean;
