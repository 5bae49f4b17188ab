-- A demarche store, schema version 1: documents and their records.
--
-- Words of the schema: a `key` is a number that joins tables inside this file;
-- an `id` is the record's own and the same in every file. Days are YYYY-MM-DD,
-- `since` is included, `until` excluded. Offsets count Unicode code points of
-- document.text from 0, the end excluded: substr(text, start_char + 1,
-- end_char - start_char) gives the words. NULL is: not known, or not said.
-- Read from the views (documents, events, dyads, dyad_months, visits, claims,
-- figures) where you can: they stay as they are when tables change.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,      -- what is told about the file
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE document (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,    -- made from the content
  path TEXT,                  -- where it was read
  title TEXT,                 -- headline
  publisher TEXT,             -- who printed it
  url TEXT,                   -- address
  published_since TEXT,       -- publication day, or the interval it lies in
  published_until TEXT,
  published_basis TEXT NOT NULL, -- given, stated, inferred, unknown
  published_reason TEXT,      -- the words or the reasoning behind it
  coder_version TEXT NOT NULL,     -- what made the records of this document
  knowledge_version TEXT NOT NULL, -- with which knowledge
  added TEXT NOT NULL,        -- when it was first stored (UTC)
  text_hash TEXT,             -- SHA-256 of the text's UTF-8 bytes, in hexadecimal
  text TEXT,                  -- the text as it was given; NULL if never known
  CHECK ((published_since IS NULL) = (published_until IS NULL)),
  CHECK (published_since < published_until)
);

-- A sentence that a record rests on; records share it.
CREATE TABLE sentence (
  key INTEGER PRIMARY KEY,
  document_key INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX sentence_document ON sentence (document_key);

-- One report, in one sentence, that someone did, does, will do or demands
-- something political towards someone.
CREATE TABLE event (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document_key INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  sentence_key INTEGER NOT NULL REFERENCES sentence,
  position INTEGER NOT NULL,  -- order among the document's records, from 0
  since TEXT,                 -- when: first day
  until TEXT,                 -- when: the day after the last
  date_basis TEXT NOT NULL,   -- stated, published, unplaced
  date_text TEXT,             -- the expression in the text
  type TEXT NOT NULL,         -- PLOVER event type
  mode TEXT,                  -- PLOVER mode
  cameo TEXT,                 -- closest CAMEO code
  quad TEXT NOT NULL,         -- verbal- or material-, cooperation or conflict
  goldstein REAL,             -- Goldstein (1992) value of the CAMEO code, -10 to +10
  status TEXT NOT NULL,       -- happened, ongoing, planned, proposed, demanded, hypothetical, negated
  reciprocal INTEGER NOT NULL CHECK (reciprocal IN (0, 1)), -- both sides act alike
  trigger_text TEXT NOT NULL, -- the words that report it
  trigger_start_char INTEGER NOT NULL,
  trigger_end_char INTEGER NOT NULL,
  place_text TEXT,            -- where, as the text says
  place_country TEXT,         -- ISO 3166 alpha-3
  lat REAL,                   -- degrees north
  lon REAL,                   -- degrees east
  about TEXT,                 -- what it is about, in the text's words
  magnitude_value REAL,       -- a number that belongs to it
  magnitude_unit TEXT,
  magnitude_of TEXT,
  magnitude_bound TEXT,       -- exact, at-most, at-least, about
  attribution_text TEXT,      -- who says so, if not the narrator
  attribution_start_char INTEGER,
  attribution_end_char INTEGER,
  comparison_kind TEXT,       -- first-in, first-since, first-ever, nth, anniversary
  comparison_years REAL,
  comparison_since INTEGER,   -- a year
  comparison_text TEXT,
  confidence REAL NOT NULL,   -- 0 to 1
  rule TEXT NOT NULL,         -- the rule or model that found it
  steps TEXT NOT NULL,        -- what led there: a JSON array of texts
  CHECK ((since IS NULL) = (until IS NULL)),
  CHECK (since < until)
);
CREATE INDEX event_document ON event (document_key, position);
CREATE INDEX event_sentence ON event (sentence_key);
CREATE INDEX event_since ON event (since, document_key, position, until);
CREATE INDEX event_type ON event (type, mode, since);

-- Who did it (source) and to whom (target).
CREATE TABLE event_actor (
  event_key INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  side TEXT NOT NULL CHECK (side IN ('source', 'target')),
  position INTEGER NOT NULL,  -- order on the side, from 0
  text TEXT NOT NULL,         -- the words that name the actor
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  name TEXT,                  -- canonical, of a known person or organisation
  country TEXT,               -- ISO 3166 alpha-3, or a CAMEO organisation code
  sector TEXT,                -- PLOVER sector
  role TEXT,                  -- the office as the text has it
  PRIMARY KEY (event_key, side, position)
) WITHOUT ROWID;
CREATE INDEX event_actor_country ON event_actor (country, side);
CREATE INDEX event_actor_name ON event_actor (name, side) WHERE name IS NOT NULL;

-- PLOVER contexts of an event.
CREATE TABLE event_context (
  event_key INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  position INTEGER NOT NULL,
  context TEXT NOT NULL,
  PRIMARY KEY (event_key, position)
) WITHOUT ROWID;

-- An assessment that somebody makes; never an event.
CREATE TABLE claim (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document_key INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  sentence_key INTEGER NOT NULL REFERENCES sentence,
  position INTEGER NOT NULL,
  speaker TEXT,               -- NULL is the narrator
  affiliation TEXT,           -- whom the speaker speaks for
  direction TEXT,             -- cooperative, conflictual, unchanged, tactical
  quoted INTEGER NOT NULL CHECK (quoted IN (0, 1)), -- inside quotation marks
  hedge TEXT                  -- the hedging word
);
CREATE INDEX claim_document ON claim (document_key);
CREATE INDEX claim_sentence ON claim (sentence_key);

-- Whom a claim is about.
CREATE TABLE claim_pair (
  claim_key INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE,
  position INTEGER NOT NULL,
  country TEXT NOT NULL,      -- the one spoken of
  towards TEXT,               -- the other
  PRIMARY KEY (claim_key, position)
) WITHOUT ROWID;
CREATE INDEX claim_pair_country ON claim_pair (country, towards);

-- A number that the text states about actors.
CREATE TABLE figure (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document_key INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  sentence_key INTEGER NOT NULL REFERENCES sentence,
  position INTEGER NOT NULL,
  quantity TEXT NOT NULL,     -- what is counted
  value REAL,                 -- NULL for vague words
  unit TEXT,
  bound TEXT NOT NULL,        -- exact, at-most, at-least, about, vague
  period TEXT                 -- in the text's words
);
CREATE INDEX figure_document ON figure (document_key);
CREATE INDEX figure_sentence ON figure (sentence_key);

-- Countries that a figure concerns.
CREATE TABLE figure_country (
  figure_key INTEGER NOT NULL REFERENCES figure ON DELETE CASCADE,
  position INTEGER NOT NULL,
  country TEXT NOT NULL,
  PRIMARY KEY (figure_key, position)
) WITHOUT ROWID;
CREATE INDEX figure_country_country ON figure_country (country);

-- A defect of a document.
CREATE TABLE notice (
  key INTEGER PRIMARY KEY,
  document_key INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  message TEXT NOT NULL,
  severity TEXT NOT NULL      -- info, warning
);
CREATE INDEX notice_document ON notice (document_key);

-- Full-text search: WHERE sentence_search MATCH 'tariff*', rowid = sentence.key;
-- likewise document_search with rowid = document.key.
CREATE VIRTUAL TABLE document_search USING fts5 (
  title, text, content = 'document', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE sentence_search USING fts5 (
  text, content = 'sentence', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER document_search_insert AFTER INSERT ON document BEGIN
  INSERT INTO document_search (rowid, title, text) VALUES (new.key, new.title, new.text);
END;
CREATE TRIGGER document_search_delete AFTER DELETE ON document BEGIN
  INSERT INTO document_search (document_search, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
END;
CREATE TRIGGER document_search_update AFTER UPDATE OF title, text ON document BEGIN
  INSERT INTO document_search (document_search, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
  INSERT INTO document_search (rowid, title, text) VALUES (new.key, new.title, new.text);
END;
CREATE TRIGGER sentence_search_insert AFTER INSERT ON sentence BEGIN
  INSERT INTO sentence_search (rowid, text) VALUES (new.key, new.text);
END;
CREATE TRIGGER sentence_search_delete AFTER DELETE ON sentence BEGIN
  INSERT INTO sentence_search (sentence_search, rowid, text) VALUES ('delete', old.key, old.text);
END;
CREATE TRIGGER sentence_search_update AFTER UPDATE OF text ON sentence BEGIN
  INSERT INTO sentence_search (sentence_search, rowid, text) VALUES ('delete', old.key, old.text);
  INSERT INTO sentence_search (rowid, text) VALUES (new.key, new.text);
END;

-- Views keep to the SQL of old SQLite versions: one expression that a reader's
-- SQLite can't parse would lock that reader out of the whole file.

-- One row a document, without the text.
CREATE VIEW documents AS
SELECT d.id, d.path, d.title, d.publisher, d.url,
  d.published_since, d.published_until, d.published_basis, d.published_reason,
  d.coder_version, d.knowledge_version, d.added, length(d.text) AS characters,
  (SELECT count(*) FROM event e WHERE e.document_key = d.key) AS events,
  (SELECT count(*) FROM claim c WHERE c.document_key = d.key) AS claims,
  (SELECT count(*) FROM figure f WHERE f.document_key = d.key) AS figures,
  (SELECT count(*) FROM notice n WHERE n.document_key = d.key) AS notices
FROM document d;

-- One row an event. Several actors on a side: countries and sectors joined by
-- commas, names by semicolons, in the order of the text.
CREATE VIEW events AS
SELECT e.id, e.since, e.until, e.date_basis, e.date_text,
  (SELECT group_concat(country, ',') FROM (SELECT country FROM event_actor a
    WHERE a.event_key = e.key AND a.side = 'source' AND country IS NOT NULL
    GROUP BY country ORDER BY min(position))) AS source_countries,
  (SELECT group_concat(country, ',') FROM (SELECT country FROM event_actor a
    WHERE a.event_key = e.key AND a.side = 'target' AND country IS NOT NULL
    GROUP BY country ORDER BY min(position))) AS target_countries,
  e.type, e.mode, e.cameo, e.quad, e.goldstein, e.status, e.reciprocal,
  (SELECT group_concat(coalesce(name, text), '; ') FROM (SELECT name, text FROM event_actor a
    WHERE a.event_key = e.key AND a.side = 'source' ORDER BY position)) AS source_actors,
  (SELECT group_concat(coalesce(name, text), '; ') FROM (SELECT name, text FROM event_actor a
    WHERE a.event_key = e.key AND a.side = 'target' ORDER BY position)) AS target_actors,
  (SELECT group_concat(sector, ',') FROM (SELECT sector FROM event_actor a
    WHERE a.event_key = e.key AND a.side = 'source' AND sector IS NOT NULL
    GROUP BY sector ORDER BY min(position))) AS source_sectors,
  (SELECT group_concat(sector, ',') FROM (SELECT sector FROM event_actor a
    WHERE a.event_key = e.key AND a.side = 'target' AND sector IS NOT NULL
    GROUP BY sector ORDER BY min(position))) AS target_sectors,
  e.place_text, e.place_country, e.lat, e.lon,
  (SELECT group_concat(context, ',') FROM (SELECT context FROM event_context c
    WHERE c.event_key = e.key ORDER BY position)) AS contexts,
  e.about, e.magnitude_value, e.magnitude_unit, e.magnitude_of, e.magnitude_bound,
  e.attribution_text, e.comparison_kind, e.comparison_years, e.comparison_since,
  e.confidence, e.rule, e.trigger_text, s.text AS sentence, s.start_char, s.end_char,
  d.id AS document_id, d.title, d.publisher, d.url, d.published_since, d.published_until
FROM event e
JOIN sentence s ON s.key = e.sentence_key
JOIN document d ON d.key = e.document_key;

-- One row for each pair of a source country and a target country of an event;
-- a country named twice on a side counts once.
CREATE VIEW dyads AS
SELECT e.id AS event_id, s.country AS source, t.country AS target,
  e.since, e.until, e.type, e.mode, e.quad, e.goldstein, e.status, e.reciprocal, e.confidence
FROM event e
JOIN event_actor s ON s.event_key = e.key AND s.side = 'source' AND s.country IS NOT NULL
JOIN event_actor t ON t.event_key = e.key AND t.side = 'target' AND t.country IS NOT NULL
WHERE NOT EXISTS (SELECT 1 FROM event_actor x WHERE x.event_key = e.key AND x.side = 'source'
    AND x.position < s.position AND x.country = s.country)
  AND NOT EXISTS (SELECT 1 FROM event_actor x WHERE x.event_key = e.key AND x.side = 'target'
    AND x.position < t.position AND x.country = t.country);

-- Events that happened or go on, by dyad and by the month they began. These
-- are reports: two papers that tell of one meeting count twice.
CREATE VIEW dyad_months AS
SELECT substr(since, 1, 7) AS month, source, target, count(*) AS events,
  sum(quad = 'verbal-cooperation') AS verbal_cooperation,
  sum(quad = 'material-cooperation') AS material_cooperation,
  sum(quad = 'verbal-conflict') AS verbal_conflict,
  sum(quad = 'material-conflict') AS material_conflict,
  avg(goldstein) AS mean_goldstein
FROM dyads
WHERE since IS NOT NULL AND status IN ('happened', 'ongoing')
GROUP BY month, source, target;

-- Visits, announced and made: the visitor is the source, the host the target.
CREATE VIEW visits AS
SELECT id, since, until, status, source_countries AS visitor_countries, source_actors AS visitors,
  target_countries AS host_countries, target_actors AS hosts, place_text, place_country,
  sentence, document_id, publisher
FROM events
WHERE type = 'CONSULT' AND mode = 'visit';

-- One row a claim; the pairs as RUR>GRA, joined by commas.
CREATE VIEW claims AS
SELECT c.id, c.speaker, c.affiliation,
  (SELECT group_concat(country || coalesce('>' || towards, ''), ',')
    FROM (SELECT country, towards FROM claim_pair p WHERE p.claim_key = c.key ORDER BY position)) AS about,
  c.direction, c.quoted, c.hedge, s.text AS sentence, s.start_char, s.end_char,
  d.id AS document_id, d.title, d.publisher, d.published_since, d.published_until
FROM claim c
JOIN sentence s ON s.key = c.sentence_key
JOIN document d ON d.key = c.document_key;

-- One row a figure.
CREATE VIEW figures AS
SELECT f.id, f.quantity, f.value, f.unit, f.bound, f.period,
  (SELECT group_concat(country, ',')
    FROM (SELECT country FROM figure_country p WHERE p.figure_key = f.key ORDER BY position)) AS countries,
  s.text AS sentence, s.start_char, s.end_char,
  d.id AS document_id, d.title, d.publisher, d.published_since, d.published_until
FROM figure f
JOIN sentence s ON s.key = f.sentence_key
JOIN document d ON d.key = f.document_key;

INSERT INTO meta (name, value) VALUES
  ('about', 'A demarche store: political events coded from news, with the sentences that report them. Start with the views events, documents, dyads, dyad_months, visits, claims, figures.');
