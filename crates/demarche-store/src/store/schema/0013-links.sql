-- Schema version 13: how texts tie acts to others, what each side says that talks dealt
-- with, and what brought about what a claim judges.

-- An act that the text ties an event to.
CREATE TABLE event_link (
  event_key INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  position INTEGER NOT NULL,  -- order in the text, from 0
  kind TEXT NOT NULL
    CHECK (kind IN ('after', 'before', 'caused-by', 'in-spite-of', 'ends', 'same')),
  text TEXT NOT NULL,         -- the words for the other act
  linked_id TEXT,             -- id of the event of the same document that tells of it
  PRIMARY KEY (event_key, position)
) WITHOUT ROWID;
CREATE INDEX event_link_linked ON event_link (linked_id, kind);

-- What one side of talks says that they dealt with.
CREATE TABLE event_readout (
  event_key INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  position INTEGER NOT NULL,  -- order in the text, from 0
  text TEXT NOT NULL,         -- the words that name the speaker
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  name TEXT,                  -- canonical, of a known person or organisation
  country TEXT,               -- ISO 3166 alpha-3, or a CAMEO organisation code
  sector TEXT,                -- PLOVER sector
  role TEXT,                  -- the office as the text has it
  about TEXT NOT NULL,        -- what the talks dealt with, in the text's words
  PRIMARY KEY (event_key, position)
) WITHOUT ROWID;

ALTER TABLE claim ADD COLUMN cause TEXT; -- what brought about what it judges

DROP VIEW claims;
-- One row a claim.
CREATE VIEW claims AS
SELECT c.id, c.speaker, c.affiliation,
  (SELECT group_concat(country || coalesce('>' || towards, ''), ',')
    FROM (SELECT country, towards FROM claim_pair p WHERE p.claim_key = c.key ORDER BY position)) AS about,
  c.direction, c.quoted, c.hedge, c.cause, s.text AS sentence, s.start_char, s.end_char,
  d.id AS document_id, d.title, d.publisher, d.published_since, d.published_until
FROM claim c
JOIN sentence s ON s.key = c.sentence_key
JOIN document d ON d.key = c.document_key;

-- One row an act that an event is tied to.
CREATE VIEW event_links AS
SELECT e.id AS event_id, l.kind, l.text, l.linked_id
FROM event_link l JOIN event e ON e.key = l.event_key;

-- One row a readout of talks.
CREATE VIEW event_readouts AS
SELECT e.id AS event_id, coalesce(a.name, a.text) AS speaker, a.country, a.about
FROM event_readout a JOIN event e ON e.key = a.event_key;
