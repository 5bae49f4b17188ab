-- Schema version 8: conditions, hedges and purposes of events, in the text's words.

ALTER TABLE event ADD COLUMN condition TEXT;
ALTER TABLE event ADD COLUMN hedge TEXT;
ALTER TABLE event ADD COLUMN purpose TEXT;
ALTER TABLE event ADD COLUMN comparison_number INTEGER; -- 4 for "the fourth round"

-- One row an event that has any of them.
CREATE VIEW circumstances AS
SELECT e.id AS event_id, e.condition, e.hedge, e.purpose
FROM event e
WHERE coalesce(e.condition, e.hedge, e.purpose) IS NOT NULL;
