-- What the index of decisions is built from and kept up with: no address, no key.

-- name: steps_from
SELECT number, type, person FROM event WHERE org = $1 AND number >= $2 ORDER BY number LIMIT $3;

-- The contact points of whoever some events are about. (SQLite is told to begin with the events.)
-- name: points_touched
SELECT p.id, p.person, p.kind, p.key_id, p.hash
FROM event e CROSS JOIN point p
WHERE e.org = $1 AND e.number >= $2 AND e.number < $3 AND p.org = e.org AND p.person = e.person;

-- name: all_points
SELECT id, person, kind, key_id, hash FROM point WHERE org = $1;

-- name: all_merges
SELECT id, merged_into FROM person WHERE org = $1 AND merged_into IS NOT NULL;

-- name: all_suppressed
SELECT DISTINCT key_id, hash FROM suppression WHERE org = $1;

-- Contact points after one, with what it takes to read their addresses.
-- name: sealed_points_after
SELECT p.id, p.person, p.kind, p.key_id, p.hash, p.address, r.wrapped
FROM point p JOIN person r ON r.org = p.org AND r.id = p.person
WHERE p.org = $1 AND p.id > $2 ORDER BY p.id LIMIT $3;
