-- Schema version 2: how the file came to be what it is.

-- The steps of the schema that this file has taken.
CREATE TABLE schema_step (
  version INTEGER PRIMARY KEY, -- version of the schema after the step
  name TEXT NOT NULL,
  taken TEXT NOT NULL          -- when (UTC); of version 1: when version 2 was reached, at the latest
);
INSERT INTO schema_step (version, name, taken)
VALUES (1, 'record', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'));

-- One row a run of a command that wrote to the store.
CREATE TABLE run (
  key INTEGER PRIMARY KEY,
  command TEXT NOT NULL,       -- the arguments as they were given, a JSON array
  program_version TEXT NOT NULL,
  knowledge_version TEXT,      -- NULL where no knowledge was used
  began TEXT NOT NULL,         -- UTC
  ended TEXT,                  -- UTC; NULL: the run was killed, or goes on
  documents INTEGER            -- documents written; NULL as long as it hasn't ended
);
