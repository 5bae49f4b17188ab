-- Schema version 14: matters (laws, papers, wars, votes and the like that are named), the
-- motives, means, effects and years of claims, records among figures, legal bases.

-- What a report names that is neither an act towards somebody nor an assessment.
CREATE TABLE matter (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document_key INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  sentence_key INTEGER NOT NULL REFERENCES sentence,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,         -- law, strategy, project, war, election, change-of-government, membership, slogan
  name TEXT NOT NULL,         -- what it is called, in the text's words
  since TEXT,                 -- when it is passed, published, or takes place: first day
  until TEXT,                 -- the day after the last
  date_basis TEXT,            -- stated, published, unplaced; NULL if not told
  date_text TEXT,             -- the words
  in_force_from_since TEXT,   -- when it takes effect or begins: first day
  in_force_from_until TEXT,
  in_force_from_basis TEXT,
  in_force_from_text TEXT,
  in_force_to_since TEXT,     -- when it ends, likewise
  in_force_to_until TEXT,
  in_force_to_basis TEXT,
  in_force_to_text TEXT,
  condition TEXT              -- what it waits for
);
CREATE INDEX matter_document ON matter (document_key);
CREATE INDEX matter_sentence ON matter (sentence_key);
CREATE INDEX matter_kind ON matter (kind, since);

-- Whose a matter is, and whom it is aimed at or bound to.
CREATE TABLE matter_country (
  matter_key INTEGER NOT NULL REFERENCES matter ON DELETE CASCADE,
  side TEXT NOT NULL CHECK (side IN ('own', 'towards')),
  position INTEGER NOT NULL,  -- order in the text, from 0
  country TEXT NOT NULL,
  PRIMARY KEY (matter_key, side, position)
) WITHOUT ROWID;
CREATE INDEX matter_country_country ON matter_country (country, side);

ALTER TABLE claim ADD COLUMN motive TEXT;       -- why somebody wants what they want
ALTER TABLE claim ADD COLUMN means TEXT;        -- by what something is brought about
ALTER TABLE claim ADD COLUMN effect TEXT;       -- what is brought about with it
ALTER TABLE claim ADD COLUMN period_since TEXT; -- the years that it is about: first day
ALTER TABLE claim ADD COLUMN period_until TEXT; -- the day after the last
ALTER TABLE claim ADD COLUMN period_basis TEXT; -- stated, unplaced; NULL if not told
ALTER TABLE claim ADD COLUMN period_text TEXT;  -- the words

ALTER TABLE figure ADD COLUMN comparison_kind TEXT; -- record
ALTER TABLE figure ADD COLUMN comparison_number INTEGER;
ALTER TABLE figure ADD COLUMN comparison_years REAL;
ALTER TABLE figure ADD COLUMN comparison_since INTEGER;
ALTER TABLE figure ADD COLUMN comparison_text TEXT; -- the words

ALTER TABLE event ADD COLUMN legal_basis TEXT;  -- the law or treaty on which it rests

-- One row a matter.
CREATE VIEW matters AS
SELECT m.id, m.kind, m.name,
  (SELECT group_concat(country, ',') FROM (SELECT country FROM matter_country c
    WHERE c.matter_key = m.key AND c.side = 'own' ORDER BY position)) AS countries,
  (SELECT group_concat(country, ',') FROM (SELECT country FROM matter_country c
    WHERE c.matter_key = m.key AND c.side = 'towards' ORDER BY position)) AS towards,
  m.since, m.until, m.date_basis, m.date_text,
  m.in_force_from_since, m.in_force_from_until, m.in_force_from_text,
  m.in_force_to_since, m.in_force_to_until, m.in_force_to_text, m.condition,
  s.text AS sentence, s.start_char, s.end_char,
  d.id AS document_id, d.title, d.publisher, d.published_since, d.published_until
FROM matter m
JOIN sentence s ON s.key = m.sentence_key
JOIN document d ON d.key = m.document_key;

DROP VIEW claims;
-- One row a claim; the pairs as RUR>GRA, joined by commas.
CREATE VIEW claims AS
SELECT c.id, c.speaker, c.affiliation,
  (SELECT group_concat(country || coalesce('>' || towards, ''), ',')
    FROM (SELECT country, towards FROM claim_pair p WHERE p.claim_key = c.key ORDER BY position)) AS about,
  c.direction, c.quoted, c.hedge, c.cause, s.text AS sentence, s.start_char, s.end_char,
  d.id AS document_id, d.title, d.publisher, d.published_since, d.published_until,
  c.motive, c.means, c.effect, c.period_since, c.period_until, c.period_text
FROM claim c
JOIN sentence s ON s.key = c.sentence_key
JOIN document d ON d.key = c.document_key;

DROP VIEW figures;
-- One row a figure.
CREATE VIEW figures AS
SELECT f.id, f.quantity, f.value, f.unit, f.bound, f.period,
  (SELECT group_concat(country, ',')
    FROM (SELECT country FROM figure_country p WHERE p.figure_key = f.key ORDER BY position)) AS countries,
  s.text AS sentence, s.start_char, s.end_char,
  d.id AS document_id, d.title, d.publisher, d.published_since, d.published_until,
  f.comparison_kind, f.comparison_text
FROM figure f
JOIN sentence s ON s.key = f.sentence_key
JOIN document d ON d.key = f.document_key;

DROP VIEW documents;
-- One row a document, without its text.
CREATE VIEW documents AS
SELECT d.id, d.path, d.title, d.publisher, d.url,
  d.published_since, d.published_until, d.published_basis, d.published_reason,
  d.coder_version, d.knowledge_version, d.added, length(d.text) AS characters,
  (SELECT count(*) FROM event e WHERE e.document_key = d.key) AS events,
  (SELECT count(*) FROM claim c WHERE c.document_key = d.key) AS claims,
  (SELECT count(*) FROM figure f WHERE f.document_key = d.key) AS figures,
  (SELECT count(*) FROM notice n WHERE n.document_key = d.key) AS notices,
  (SELECT count(*) FROM matter m WHERE m.document_key = d.key) AS matters
FROM document d;

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
    WHERE b.event_key = e.key AND b.side = 'denier' ORDER BY position)) AS denied_by,
  e.legal_basis
FROM event e
WHERE coalesce(e.condition, e.hedge, e.purpose, e.announced_by, e.occasion, e.cause, e.agenda,
    e.in_force_from_basis, e.in_force_to_basis, e.attribution_medium, e.attribution_via,
    e.legal_basis) IS NOT NULL
  OR e.put_off OR EXISTS (SELECT 1 FROM event_bystander b WHERE b.event_key = e.key);

UPDATE meta SET value = 'A demarche store: political events coded from news, with the sentences that report them. Start with the views events, documents, dyads, dyad_months, visits, claims, figures, matters.'
WHERE name = 'about';
