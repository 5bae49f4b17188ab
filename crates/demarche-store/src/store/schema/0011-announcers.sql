-- Schema version 11: whose word it is that something is to come. A plan's announcer
-- may be `third-party` from here on.

ALTER TABLE event ADD COLUMN announced_by TEXT; -- countries, joined by commas

-- Between whom an event of a decision was, so that it is found among others of its
-- sentence: countries of both sides, sorted, joined by commas.
ALTER TABLE decision_event ADD COLUMN parties TEXT;

DROP VIEW circumstances;
-- One row an event that has any of them.
CREATE VIEW circumstances AS
SELECT e.id AS event_id, e.condition, e.hedge, e.purpose, e.put_off, e.announced_by
FROM event e
WHERE coalesce(e.condition, e.hedge, e.purpose, e.announced_by) IS NOT NULL OR e.put_off;
