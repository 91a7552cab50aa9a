-- How many of the newest patches of its source stay, as the policies said when it was asked for; null where none did.
alter table patch add column keep integer;
