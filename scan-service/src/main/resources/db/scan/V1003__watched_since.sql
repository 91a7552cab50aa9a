-- What a later image or another fix is told apart by.
alter table watched_image
    add column source text,  -- digest of the source; null where that was not kept yet
    add column run    text,  -- that made the image due, or patched it
    add column since  timestamptz not null default now(), -- when it was made due, or its patch was published; to within a day where nothing changed
    add column known  text[]; -- ids of what could be raised when it was judged or told of; null where that was not kept yet
