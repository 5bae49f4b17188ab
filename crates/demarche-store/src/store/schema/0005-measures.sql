-- Schema version 5: measures, made of the events after each run that writes some.

-- A happening that stays in force: a tariff, a ban, a listing, a law.
CREATE TABLE measure (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  imposers TEXT NOT NULL,     -- country codes, joined by commas
  targets TEXT NOT NULL,      -- likewise; empty if nobody is named
  goods TEXT,                 -- goods or entities, in the text's words
  rate REAL,
  rate_unit TEXT,             -- percent
  rate_bound TEXT,            -- exact, at-most, at-least, about
  legal_basis TEXT,           -- in the text's words
  since TEXT,                 -- first day in force
  until TEXT,                 -- the day after the last; NULL: nothing says that it ended
  announced INTEGER NOT NULL CHECK (announced IN (0, 1)), -- nothing says that it came into force
  answer_text TEXT,           -- the words that say that it answers something
  answers TEXT,               -- id of the measure that it answers
  to_be_lifted TEXT           -- the day for which its end is announced
);

-- The events that a measure rests on.
CREATE TABLE measure_event (
  measure_key INTEGER NOT NULL REFERENCES measure ON DELETE CASCADE,
  part TEXT NOT NULL CHECK (part IN ('imposes', 'lifts')),
  event_id TEXT NOT NULL,
  PRIMARY KEY (measure_key, part, event_id)
) WITHOUT ROWID;

-- One row a measure, with the ids of its events joined by commas.
CREATE VIEW measures AS
SELECT m.id, m.kind, m.imposers, m.targets, m.goods, m.rate, m.rate_unit, m.rate_bound,
  m.legal_basis, m.since, m.until, m.announced, m.answer_text, m.answers, m.to_be_lifted,
  (SELECT group_concat(event_id, ',') FROM (SELECT event_id FROM measure_event e
    WHERE e.measure_key = m.key AND e.part = 'imposes' ORDER BY event_id)) AS imposed_by,
  (SELECT group_concat(event_id, ',') FROM (SELECT event_id FROM measure_event e
    WHERE e.measure_key = m.key AND e.part = 'lifts' ORDER BY event_id)) AS lifted_by
FROM measure m;
