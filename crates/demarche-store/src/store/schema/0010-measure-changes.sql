-- Schema version 10: whose measures are to be made anew.

-- Countries and organisations whose measures may have changed, marked as events
-- come and go; a mark may stand several times. Keys are never used again, so that
-- whoever made measures anew takes away no mark that came meanwhile.
CREATE TABLE measure_change (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  country TEXT NOT NULL
);
CREATE TRIGGER measure_source_added AFTER INSERT ON event_actor
WHEN new.side = 'source' AND new.country IS NOT NULL
AND (SELECT type FROM event WHERE key = new.event_key) IN ('SANCTION', 'COERCE', 'RETREAT') BEGIN
  INSERT INTO measure_change (country) VALUES (new.country);
END;
-- Where the event went first, its type is no longer known.
CREATE TRIGGER measure_source_gone AFTER DELETE ON event_actor
WHEN old.side = 'source' AND old.country IS NOT NULL
AND coalesce((SELECT type FROM event WHERE key = old.event_key), 'SANCTION')
  IN ('SANCTION', 'COERCE', 'RETREAT') BEGIN
  INSERT INTO measure_change (country) VALUES (old.country);
END;
