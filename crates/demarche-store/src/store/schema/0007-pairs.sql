-- Schema version 7: happenings are looked up by two states.

-- Pairs of states on different sides of a happening, the smaller code first,
-- for finding what may be linked.
CREATE TABLE happening_pair (
  first TEXT NOT NULL,
  second TEXT NOT NULL,
  type TEXT NOT NULL,
  since TEXT NOT NULL,        -- first day, or the empty text
  happening_key INTEGER NOT NULL REFERENCES happening ON DELETE CASCADE,
  PRIMARY KEY (first, second, type, since, happening_key)
) WITHOUT ROWID;
CREATE INDEX happening_pair_happening ON happening_pair (happening_key);
INSERT OR IGNORE INTO happening_pair (first, second, type, since, happening_key)
SELECT min(s.country, t.country), max(s.country, t.country), h.type, coalesce(h.since, ''), h.key
FROM happening h
JOIN happening_actor s ON s.happening_key = h.key AND s.side = 'source' AND s.country IS NOT NULL
JOIN happening_actor t ON t.happening_key = h.key AND t.side = 'target' AND t.country IS NOT NULL;
