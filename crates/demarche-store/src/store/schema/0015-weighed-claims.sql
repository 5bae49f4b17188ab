-- How sure the classifier is of claims that no turn of judging tells.

ALTER TABLE claim ADD COLUMN confidence REAL; -- 0 to 1; NULL where a turn of judging tells it

DROP VIEW claims;
-- One row a claim; the pairs as RUR>GRA, joined by commas.
CREATE VIEW claims AS
SELECT c.id, c.speaker, c.affiliation,
  (SELECT group_concat(country || coalesce('>' || towards, ''), ',')
    FROM (SELECT country, towards FROM claim_pair p WHERE p.claim_key = c.key ORDER BY position)) AS about,
  c.direction, c.quoted, c.hedge, c.cause, s.text AS sentence, s.start_char, s.end_char,
  d.id AS document_id, d.title, d.publisher, d.published_since, d.published_until,
  c.motive, c.means, c.effect, c.period_since, c.period_until, c.period_text, c.confidence
FROM claim c
JOIN sentence s ON s.key = c.sentence_key
JOIN document d ON d.key = c.document_key;
