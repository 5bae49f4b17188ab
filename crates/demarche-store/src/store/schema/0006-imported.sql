-- Schema version 6: event data of others.

-- Rows of event data that others coded. They have no document and no sentence
-- of ours; each keeps its data set, file, row and id. Read them through the
-- views imported_events and imported_dyad_months, or beside our own through
-- all_events and all_dyad_months.

CREATE TABLE imported_dataset (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE   -- gdelt1, gdelt2, icews, polecat, phoenix, ucdp, acled, plover, ...
);

-- A file, or a member of an archive, and how far its import has come.
CREATE TABLE imported_file (
  key INTEGER PRIMARY KEY,
  dataset_key INTEGER NOT NULL REFERENCES imported_dataset,
  place TEXT NOT NULL,        -- as it was named when it was imported
  hash TEXT NOT NULL,         -- SHA-256 of the file's bytes, in hexadecimal
  member TEXT NOT NULL,       -- name inside the archive; empty for the file itself
  begun TEXT NOT NULL,        -- when its import began (UTC)
  rows_done INTEGER NOT NULL, -- rows dealt with, from the first on
  added INTEGER NOT NULL,     -- rows that became events
  present INTEGER NOT NULL,   -- rows whose event was here already
  rejected INTEGER NOT NULL,  -- rows left out
  finished INTEGER NOT NULL CHECK (finished IN (0, 1)),
  UNIQUE (hash, member)
);

-- What was done, once for each combination that the data have.
CREATE TABLE imported_act (
  key INTEGER PRIMARY KEY,
  code TEXT,                  -- as the data have it
  type TEXT,                  -- PLOVER event type; NULL for statements, appeals, unknown codes
  mode TEXT,                  -- PLOVER mode
  cameo TEXT,                 -- CAMEO code: the data's, or the closest to the type
  quad TEXT,                  -- quad class of the type
  goldstein REAL,             -- Goldstein (1992) value of the CAMEO code
  intensity REAL,             -- the data's own value on such a scale
  status TEXT NOT NULL,       -- happened, planned, ...
  reciprocal INTEGER NOT NULL CHECK (reciprocal IN (0, 1))
);

-- A side of an event, once for each that the data have. Lists are joined by
-- commas, names by semicolons.
CREATE TABLE imported_side (
  key INTEGER PRIMARY KEY,
  names TEXT,
  codes TEXT,                 -- as the data have them
  countries TEXT,             -- ISO 3166 alpha-3 or codes of organisations, each once
  sectors TEXT,               -- PLOVER sectors, each once
  parties TEXT                -- of several parties: JSON, [name, code, country, sector] for each in order
);

CREATE TABLE imported_place (
  key INTEGER PRIMARY KEY,
  name TEXT,
  country TEXT,               -- ISO 3166 alpha-3
  lat REAL,
  lon REAL
);

-- Where the data say that they have it from.
CREATE TABLE imported_report (
  key INTEGER PRIMARY KEY,
  publisher TEXT,
  address TEXT,               -- address or number of the report
  contexts TEXT,
  text TEXT                   -- its words, or a note on it
);

CREATE TABLE imported_event (
  key INTEGER PRIMARY KEY,
  dataset_key INTEGER NOT NULL REFERENCES imported_dataset,
  id,                         -- the data set's own, a number where it is one
  day INTEGER NOT NULL,       -- first day, counted from 1970-01-01
  days INTEGER,               -- how many days; NULL is one
  source_key INTEGER REFERENCES imported_side,
  target_key INTEGER REFERENCES imported_side,
  act_key INTEGER NOT NULL REFERENCES imported_act,
  place_key INTEGER REFERENCES imported_place,
  report_key INTEGER REFERENCES imported_report,
  file_key INTEGER NOT NULL REFERENCES imported_file,
  row INTEGER NOT NULL,       -- number of the row in the file, from 1
  mentions INTEGER,
  sources INTEGER,
  articles INTEGER,
  tone INTEGER,               -- in ten-thousandths
  deaths INTEGER
);
-- An event that comes again in another file of its data set isn't added again.
CREATE UNIQUE INDEX imported_event_id ON imported_event (dataset_key, id, day);

-- Counts of what happened, kept with the rows in the same transaction.
CREATE TABLE imported_dyad_month (
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  dataset_key INTEGER NOT NULL REFERENCES imported_dataset,
  month INTEGER NOT NULL,     -- 12 * year + month - 1
  type TEXT NOT NULL,         -- PLOVER event type; empty for events without one
  events INTEGER NOT NULL,
  goldstein_tenths INTEGER NOT NULL, -- sum
  n_goldstein INTEGER NOT NULL,
  mentions INTEGER NOT NULL,
  deaths INTEGER NOT NULL,
  PRIMARY KEY (source, target, dataset_key, month, type)
) WITHOUT ROWID;

CREATE VIEW imported_events AS
SELECT d.name AS dataset, e.id, date(e.day * 86400, 'unixepoch') AS since,
  date((e.day + coalesce(e.days, 1)) * 86400, 'unixepoch') AS until,
  s.countries AS source_countries, t.countries AS target_countries,
  a.type, a.mode, a.cameo, a.quad, a.goldstein, a.intensity, a.code, a.status, a.reciprocal,
  s.names AS source_actors, t.names AS target_actors, s.codes AS source_codes, t.codes AS target_codes,
  s.sectors AS source_sectors, t.sectors AS target_sectors,
  p.name AS place_text, p.country AS place_country, p.lat, p.lon,
  r.contexts, r.publisher, r.address, r.text,
  e.mentions, e.sources, e.articles, e.tone / 10000.0 AS tone, e.deaths, f.place AS file, e.row
FROM imported_event e
JOIN imported_dataset d ON d.key = e.dataset_key
JOIN imported_act a ON a.key = e.act_key
JOIN imported_file f ON f.key = e.file_key
LEFT JOIN imported_side s ON s.key = e.source_key
LEFT JOIN imported_side t ON t.key = e.target_key
LEFT JOIN imported_place p ON p.key = e.place_key
LEFT JOIN imported_report r ON r.key = e.report_key;

CREATE VIEW imported_dyad_months AS
SELECT d.name AS dataset, printf('%04d-%02d', m.month / 12, m.month % 12 + 1) AS month, m.source, m.target,
  sum(m.events) AS events,
  sum(m.events * (m.type IN ('AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE'))) AS verbal_cooperation,
  sum(m.events * (m.type IN ('COOPERATE', 'AID', 'RETREAT'))) AS material_cooperation,
  sum(m.events * (m.type IN ('REQUEST', 'ACCUSE', 'REJECT', 'THREATEN'))) AS verbal_conflict,
  sum(m.events * (m.type IN ('PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT'))) AS material_conflict,
  sum(m.events * (m.type = '')) AS untyped,
  sum(m.goldstein_tenths) / 10.0 / nullif(sum(m.n_goldstein), 0) AS mean_goldstein,
  sum(m.mentions) AS mentions, sum(m.deaths) AS deaths
FROM imported_dyad_month m
JOIN imported_dataset d ON d.key = m.dataset_key
GROUP BY m.source, m.target, m.dataset_key, m.month;

-- Our own events and those of others, told apart by `dataset`.
CREATE VIEW all_events AS
SELECT 'demarche' AS dataset, id, since, until, source_countries, target_countries, type, mode, cameo, quad,
  goldstein, status, reciprocal, source_actors, target_actors, source_sectors, target_sectors,
  place_text, place_country, lat, lon, contexts, publisher, url AS address, sentence AS text
FROM events
UNION ALL
SELECT dataset, id, since, until, source_countries, target_countries, type, mode, cameo, quad,
  goldstein, status, reciprocal, source_actors, target_actors, source_sectors, target_sectors,
  place_text, place_country, lat, lon, contexts, publisher, address, text
FROM imported_events;

CREATE VIEW all_dyad_months AS
SELECT 'demarche' AS dataset, month, source, target, events, verbal_cooperation, material_cooperation,
  verbal_conflict, material_conflict, mean_goldstein
FROM dyad_months
UNION ALL
SELECT dataset, month, source, target, events, verbal_cooperation, material_cooperation,
  verbal_conflict, material_conflict, mean_goldstein
FROM imported_dyad_months;
