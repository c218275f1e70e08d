-- Requests of people about their data, capsules of the erased, and the list of suppressions.

-- name: all_suppressions
SELECT key_id, hash, brand, purpose, channel, party, day, stamp
FROM suppression WHERE org = $1
ORDER BY key_id, hash, brand, purpose, channel, party;

-- name: retention_key
SELECT month, wrapped FROM retention_key WHERE org = $1 AND month = $2;

-- name: retention_keys
SELECT month, wrapped FROM retention_key WHERE org = $1 ORDER BY month;

-- name: put_retention_key
INSERT INTO retention_key (org, month, wrapped) VALUES ($1, $2, $3)
ON CONFLICT (org, month) DO UPDATE SET wrapped = excluded.wrapped;

-- name: destroy_retention_key
DELETE FROM retention_key WHERE org = $1 AND month = $2;

-- name: capsule
SELECT person, month, data FROM capsule WHERE org = $1 AND person = $2;

-- name: put_capsule
INSERT INTO capsule (org, person, month, data) VALUES ($1, $2, $3, $4);

-- name: destroy_capsules
DELETE FROM capsule WHERE org = $1 AND month = $2;

-- name: request
SELECT id, person, kind, way, received, due, extended, handler, closed, outcome, reference, warned
FROM request WHERE org = $1 AND id = $2;

-- name: put_request
INSERT INTO request (org, id, person, kind, way, received, due, extended, handler, closed, outcome, reference, warned)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (org, id) DO UPDATE SET due = excluded.due, extended = excluded.extended, handler = excluded.handler,
    closed = excluded.closed, outcome = excluded.outcome, reference = excluded.reference, warned = excluded.warned;

-- The newest first, from before an identifier.
-- name: requests_before
SELECT id, person, kind, way, received, due, extended, handler, closed, outcome, reference, warned
FROM request WHERE org = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- The open ones whose last day is not after $2, the most pressing first.
-- name: requests_due
SELECT id, person, kind, way, received, due, extended, handler, closed, outcome, reference, warned
FROM request WHERE org = $1 AND closed = 0 AND due <= $2 ORDER BY due, id LIMIT $3;

-- name: requests_of_person
SELECT id, person, kind, way, received, due, extended, handler, closed, outcome, reference, warned
FROM request WHERE org = $1 AND person = $2 ORDER BY id;
