-- The log: one row that a writer locks, events, and for each a row that leads from its identifier to its number and
-- holds what is sealed beside it.

-- name: open_log
INSERT INTO log (org, next, recorded, published) VALUES ($1, 0, 0, -1)
ON CONFLICT (org) DO NOTHING;

-- name: move_log
UPDATE log SET next = $2, recorded = $3, published = $4 WHERE org = $1;

-- name: log_head
SELECT next, recorded, published FROM log WHERE org = $1;

-- name: append_event
INSERT INTO event (org, number, id, code, type, person, recorded, leaf, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: event_by_number
SELECT number, id, code, type, person, recorded, leaf, body
FROM event WHERE org = $1 AND number = $2;

-- name: event_by_id
SELECT e.number, e.id, e.code, e.type, e.person, e.recorded, e.leaf, e.body
FROM sealed s CROSS JOIN event e
WHERE s.org = $1 AND s.event = $2 AND e.org = s.org AND e.number = s.number AND e.id = s.event;

-- name: event_by_code
SELECT number, id, code, type, person, recorded, leaf, body
FROM event WHERE org = $1 AND code = $2;

-- name: events_from
SELECT number, id, code, type, person, recorded, leaf, body
FROM event WHERE org = $1 AND number >= $2 ORDER BY number LIMIT $3;

-- Events stand under the record they were recorded for; all records of the person count.
-- (Two halves, each with its index: with OR between them SQLite reads the whole log. CROSS
-- JOIN tells it to begin with the few records.)
-- name: events_of_person
SELECT number, id, code, type, person, recorded, leaf, body
FROM event
WHERE org = $1 AND person = $2
UNION ALL
SELECT e.number, e.id, e.code, e.type, e.person, e.recorded, e.leaf, e.body
FROM person p CROSS JOIN event e
WHERE p.org = $1 AND p.merged_into = $2 AND e.org = p.org AND e.person = p.id
ORDER BY number;

-- name: put_sealed
INSERT INTO sealed (org, event, number, data) VALUES ($1, $2, $3, $4);

-- name: sealed_by_event
SELECT data FROM sealed WHERE org = $1 AND event = $2;

-- name: erase_sealed
UPDATE sealed SET data = NULL WHERE org = $1 AND event = $2;
