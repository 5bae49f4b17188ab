-- Schema version 9: what is put off isn't given up.

ALTER TABLE event ADD COLUMN put_off INTEGER NOT NULL DEFAULT 0 CHECK (put_off IN (0, 1));
ALTER TABLE happening ADD COLUMN put_off INTEGER NOT NULL DEFAULT 0 CHECK (put_off IN (0, 1));

DROP VIEW circumstances;
-- One row an event that has any of them.
CREATE VIEW circumstances AS
SELECT e.id AS event_id, e.condition, e.hedge, e.purpose, e.put_off
FROM event e
WHERE coalesce(e.condition, e.hedge, e.purpose) IS NOT NULL OR e.put_off;
