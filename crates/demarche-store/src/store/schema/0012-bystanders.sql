-- Schema version 12: who came along and who denies, what an event is for and what it
-- answers, from when a measure has force, and in which medium who says so spoke.

ALTER TABLE event ADD COLUMN occasion TEXT; -- the ceremony or gathering that it is for
ALTER TABLE event ADD COLUMN cause TEXT;    -- what it answers or follows from
ALTER TABLE event ADD COLUMN agenda TEXT;   -- of talks to come, what they are to deal with
ALTER TABLE event ADD COLUMN attribution_medium TEXT; -- network, paper or agency
ALTER TABLE event ADD COLUMN attribution_via TEXT;    -- from whom: a JSON array of texts
ALTER TABLE event ADD COLUMN in_force_from_since TEXT; -- when it takes effect: first day
ALTER TABLE event ADD COLUMN in_force_from_until TEXT; -- the day after the last
ALTER TABLE event ADD COLUMN in_force_from_basis TEXT; -- stated, unplaced; NULL if not told
ALTER TABLE event ADD COLUMN in_force_from_text TEXT;  -- the words
ALTER TABLE event ADD COLUMN in_force_to_since TEXT;   -- when it ends, likewise
ALTER TABLE event ADD COLUMN in_force_to_until TEXT;
ALTER TABLE event ADD COLUMN in_force_to_basis TEXT;
ALTER TABLE event ADD COLUMN in_force_to_text TEXT;

-- Actors of an event who are on neither side.
CREATE TABLE event_bystander (
  event_key INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  side TEXT NOT NULL CHECK (side IN ('companion', 'denier')),
  position INTEGER NOT NULL,  -- order in the text, from 0
  text TEXT NOT NULL,         -- the words that name the actor
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  name TEXT,                  -- canonical, of a known person or organisation
  country TEXT,               -- ISO 3166 alpha-3, or a CAMEO organisation code
  sector TEXT,                -- PLOVER sector
  role TEXT,                  -- the office as the text has it
  PRIMARY KEY (event_key, side, position)
) WITHOUT ROWID;
CREATE INDEX event_bystander_country ON event_bystander (country, side);

DROP VIEW circumstances;
-- One row an event that has any of them.
CREATE VIEW circumstances AS
SELECT e.id AS event_id, e.condition, e.hedge, e.purpose, e.put_off, e.announced_by,
  e.occasion, e.cause, e.agenda,
  e.in_force_from_since, e.in_force_from_until, e.in_force_from_text,
  e.in_force_to_since, e.in_force_to_until, e.in_force_to_text,
  e.attribution_medium, e.attribution_via,
  (SELECT group_concat(coalesce(name, text), '; ') FROM (SELECT name, text FROM event_bystander b
    WHERE b.event_key = e.key AND b.side = 'companion' ORDER BY position)) AS companions,
  (SELECT group_concat(coalesce(name, text), '; ') FROM (SELECT name, text FROM event_bystander b
    WHERE b.event_key = e.key AND b.side = 'denier' ORDER BY position)) AS denied_by
FROM event e
WHERE coalesce(e.condition, e.hedge, e.purpose, e.announced_by, e.occasion, e.cause, e.agenda,
    e.in_force_from_basis, e.in_force_to_basis, e.attribution_medium, e.attribution_via) IS NOT NULL
  OR e.put_off OR EXISTS (SELECT 1 FROM event_bystander b WHERE b.event_key = e.key);
