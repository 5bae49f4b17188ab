-- Schema version 3: reference records, to check reports against.

-- A chronology that was imported.
CREATE TABLE reference (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  title TEXT,
  publisher TEXT,             -- who made it
  licence TEXT,
  knowledge_version TEXT NOT NULL, -- with which its names were resolved
  added TEXT NOT NULL         -- when it was imported (UTC)
);

-- Where a chronology means to be complete: a trip that fits a row and isn't there
-- didn't take place. NULL fits any.
CREATE TABLE reference_coverage (
  reference_key INTEGER NOT NULL REFERENCES reference ON DELETE CASCADE,
  position INTEGER NOT NULL,
  from_country TEXT,          -- trips from this country
  to_country TEXT,            -- trips to this one
  office TEXT,                -- trips of holders of this office
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  PRIMARY KEY (reference_key, position)
) WITHOUT ROWID;

-- A trip abroad.
CREATE TABLE reference_trip (
  key INTEGER PRIMARY KEY,
  reference_key INTEGER NOT NULL REFERENCES reference ON DELETE CASCADE,
  position INTEGER NOT NULL,  -- order in the chronology, from 0
  id TEXT NOT NULL,           -- the chronology's own name for it
  person TEXT NOT NULL,       -- who travelled, in the chronology's words
  name TEXT,                  -- canonical, of a known person
  office TEXT,
  from_text TEXT NOT NULL,    -- whence, in the chronology's words
  from_country TEXT,          -- ISO 3166 alpha-3
  to_text TEXT NOT NULL,      -- whither
  to_country TEXT,
  place TEXT,
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  purpose TEXT,
  UNIQUE (reference_key, id),
  CHECK (since < until)
);
CREATE INDEX reference_trip_dyad ON reference_trip (from_country, to_country, since);
CREATE INDEX reference_trip_name ON reference_trip (name, since) WHERE name IS NOT NULL;

-- What the import of a chronology found odd, or concluded.
CREATE TABLE reference_finding (
  reference_key INTEGER NOT NULL REFERENCES reference ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,         -- duplicate, name-spelt-otherwise, traveller-unknown, country-unknown
  trip_id TEXT NOT NULL,
  words TEXT NOT NULL,        -- the words in question; of a duplicate, the id of the other trip
  taken_for TEXT,             -- what they are taken for
  PRIMARY KEY (reference_key, position)
) WITHOUT ROWID;

-- One row a trip of a chronology.
CREATE VIEW reference_trips AS
SELECT r.name AS reference, t.id, t.since, t.until, t.from_country, t.to_country,
  t.person, t.name, t.office, t.place, t.purpose, t.from_text, t.to_text
FROM reference_trip t
JOIN reference r ON r.key = t.reference_key;
