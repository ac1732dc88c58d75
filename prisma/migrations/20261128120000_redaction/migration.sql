-- Arguments by position take their names from the catalogue, whenever a task is read: by the callable, over all profiles.
CREATE INDEX catalogue_entry_callable_idx ON raydeck.catalogue_entry (callable);
