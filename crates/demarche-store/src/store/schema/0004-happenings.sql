-- Schema version 4: events that tell of the same thing, merged.

-- What took place in the world, or is to.
CREATE TABLE happening (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,    -- h and the smallest id of its events
  island INTEGER NOT NULL,    -- happenings that were told apart in one go share it
  type TEXT NOT NULL,         -- PLOVER event type
  mode TEXT,                  -- PLOVER mode
  quad TEXT NOT NULL,
  status TEXT NOT NULL,       -- as of events
  reciprocal INTEGER NOT NULL CHECK (reciprocal IN (0, 1)),
  since TEXT,                 -- when: first day
  until TEXT,                 -- when: the day after the last
  date_basis TEXT NOT NULL,   -- stated, published, unplaced
  date_text TEXT,
  place_text TEXT,
  place_country TEXT,
  lat REAL,
  lon REAL,
  events INTEGER NOT NULL,     -- how many events tell of it
  documents INTEGER NOT NULL,  -- in how many documents
  publishers INTEGER NOT NULL, -- independent ones: a publisher counts once, and so do copies of a text
  CHECK ((since IS NULL) = (until IS NULL)),
  CHECK (since < until)
);
CREATE INDEX happening_island ON happening (island);
CREATE INDEX happening_since ON happening (since, id);

-- Who did it (source) and to whom (target).
CREATE TABLE happening_actor (
  happening_key INTEGER NOT NULL REFERENCES happening ON DELETE CASCADE,
  side TEXT NOT NULL CHECK (side IN ('source', 'target')),
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  start_char INTEGER NOT NULL,
  end_char INTEGER NOT NULL,
  name TEXT,
  country TEXT,
  sector TEXT,
  role TEXT,
  PRIMARY KEY (happening_key, side, position)
) WITHOUT ROWID;
CREATE INDEX happening_actor_country ON happening_actor (country, side);

-- The evidence: each event belongs to one happening.
CREATE TABLE happening_event (
  event_key INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE,
  happening_key INTEGER NOT NULL REFERENCES happening ON DELETE CASCADE
);
CREATE INDEX happening_event_happening ON happening_event (happening_key);

-- What is announced of a happening that is to come.
CREATE TABLE plan (
  happening_key INTEGER PRIMARY KEY REFERENCES happening ON DELETE CASCADE,
  announcer TEXT NOT NULL,    -- source, target, both, unnamed
  conditional INTEGER NOT NULL CHECK (conditional IN (0, 1)),
  condition TEXT,             -- the sentence that says on what it depends
  announced TEXT              -- first day on which a document told of it
);

-- How happenings belong together.
CREATE TABLE happening_link (
  kind TEXT NOT NULL,         -- part-of, fulfils, postpones, cancels
  from_key INTEGER NOT NULL REFERENCES happening ON DELETE CASCADE,
  to_key INTEGER NOT NULL REFERENCES happening ON DELETE CASCADE,
  delay_days INTEGER,         -- of fulfils: days after the last day of the window; 0 within it
  PRIMARY KEY (kind, from_key, to_key)
) WITHOUT ROWID;
CREATE INDEX happening_link_from ON happening_link (from_key);
CREATE INDEX happening_link_to ON happening_link (to_key);

-- What a user decided about events, and why.
CREATE TABLE decision (
  key INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('merge', 'split')),
  made TEXT NOT NULL,         -- when (UTC)
  because TEXT
);

-- The events of a decision, so named that they are found again after coding anew.
CREATE TABLE decision_event (
  decision_key INTEGER NOT NULL REFERENCES decision ON DELETE CASCADE,
  position INTEGER NOT NULL,
  side INTEGER NOT NULL CHECK (side IN (0, 1)), -- of a split: which of the two; of a merge: 0
  event_id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  sentence_start_char INTEGER NOT NULL,
  trigger_start_char INTEGER NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (decision_key, position)
) WITHOUT ROWID;

-- For finding which happenings a new event concerns.
CREATE TABLE event_block (
  block INTEGER NOT NULL,
  event_key INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  PRIMARY KEY (block, event_key)
) WITHOUT ROWID;
CREATE INDEX event_block_event ON event_block (event_key);

-- For telling copies of a text.
CREATE TABLE document_fingerprint (
  document_key INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
  fingerprint BLOB NOT NULL
);

-- Events that no happening holds yet, and islands that lost one.
CREATE TABLE event_unmerged (event_key INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE);
CREATE TABLE island_changed (island INTEGER PRIMARY KEY);
INSERT INTO event_unmerged (event_key) SELECT key FROM event;
CREATE TRIGGER event_added AFTER INSERT ON event BEGIN
  INSERT INTO event_unmerged (event_key) VALUES (new.key);
END;
CREATE TRIGGER happening_event_gone AFTER DELETE ON happening_event BEGIN
  INSERT OR IGNORE INTO island_changed (island)
  SELECT island FROM happening WHERE key = old.happening_key;
END;
CREATE TRIGGER document_text_changed AFTER UPDATE OF text_hash ON document
WHEN old.text_hash IS NOT new.text_hash BEGIN
  DELETE FROM document_fingerprint WHERE document_key = new.key;
END;

-- One row a happening; sides as in events.
CREATE VIEW happenings AS
SELECT h.id, h.since, h.until, h.date_basis,
  (SELECT group_concat(country, ',') FROM (SELECT country FROM happening_actor a
    WHERE a.happening_key = h.key AND a.side = 'source' AND country IS NOT NULL
    GROUP BY country ORDER BY min(position))) AS source_countries,
  (SELECT group_concat(country, ',') FROM (SELECT country FROM happening_actor a
    WHERE a.happening_key = h.key AND a.side = 'target' AND country IS NOT NULL
    GROUP BY country ORDER BY min(position))) AS target_countries,
  h.type, h.mode, h.quad, h.status, h.reciprocal,
  (SELECT group_concat(coalesce(name, text), '; ') FROM (SELECT name, text FROM happening_actor a
    WHERE a.happening_key = h.key AND a.side = 'source' ORDER BY position)) AS source_actors,
  (SELECT group_concat(coalesce(name, text), '; ') FROM (SELECT name, text FROM happening_actor a
    WHERE a.happening_key = h.key AND a.side = 'target' ORDER BY position)) AS target_actors,
  h.place_text, h.place_country, h.lat, h.lon, h.events, h.documents, h.publishers,
  p.announcer, p.conditional, p.condition, p.announced
FROM happening h
LEFT JOIN plan p ON p.happening_key = h.key;

-- Which event tells of which happening.
CREATE VIEW happening_events AS
SELECT h.id AS happening_id, e.id AS event_id, d.id AS document_id, d.publisher
FROM happening_event x
JOIN happening h ON h.key = x.happening_key
JOIN event e ON e.key = x.event_key
JOIN document d ON d.key = e.document_key;

-- How happenings belong together: the part, or what fulfils a plan, first.
CREATE VIEW happening_links AS
SELECT l.kind, f.id AS from_id, t.id AS to_id, l.delay_days
FROM happening_link l
JOIN happening f ON f.key = l.from_key
JOIN happening t ON t.key = l.to_key;
