-- Person records with their key, their merges, and in the same row the projection of the log: one state per person.

-- name: person_by_id
SELECT id, wrapped, merged_into FROM person WHERE org = $1 AND id = $2;

-- name: records_of_person
SELECT id, wrapped, merged_into FROM person
WHERE org = $1 AND id = $2
UNION ALL
SELECT id, wrapped, merged_into FROM person
WHERE org = $1 AND merged_into = $2
ORDER BY merged_into NULLS FIRST, id;

-- name: people_after
SELECT id, wrapped, merged_into FROM person
WHERE org = $1 AND id > $2 AND merged_into IS NULL ORDER BY id LIMIT $3;

-- name: put_person
INSERT INTO person (org, id, wrapped) VALUES ($1, $2, $3)
ON CONFLICT (org, id) DO UPDATE SET wrapped = excluded.wrapped;

-- name: new_person
INSERT INTO person (org, id, wrapped, seen, body) VALUES ($1, $2, $3, $4, $5);

-- name: shred_person
UPDATE person SET wrapped = NULL
WHERE org = $1 AND id IN (
    SELECT id FROM person WHERE org = $1 AND id = $2
    UNION ALL
    SELECT id FROM person WHERE org = $1 AND merged_into = $2);

-- Records that were merged into $2 follow it, so that no chain is longer than one step.
-- name: merge_person
UPDATE person SET merged_into = $3
WHERE org = $1 AND id IN (
    SELECT id FROM person WHERE org = $1 AND id = $2
    UNION ALL
    SELECT id FROM person WHERE org = $1 AND merged_into = $2);

-- name: state_of_person
SELECT id, seen, body FROM person WHERE org = $1 AND id = $2 AND body IS NOT NULL;

-- (CASE, since PostgreSQL looks nothing up behind a policy by what it takes to be leaky, as COALESCE and sub-selects are.)
-- name: state_that_stands
SELECT stands.id, stands.seen, stands.body
FROM person AS p
    JOIN person AS stands ON stands.org = p.org AND stands.id = CASE WHEN p.merged_into IS NULL THEN p.id ELSE p.merged_into END
WHERE p.org = $1 AND p.id = $2 AND stands.body IS NOT NULL;

-- name: states_between
SELECT id, seen, body FROM person WHERE org = $1 AND id > $2 AND id <= $3 AND body IS NOT NULL ORDER BY id LIMIT $4;

-- name: put_state
INSERT INTO person (org, id, seen, body) VALUES ($1, $2, $3, $4)
ON CONFLICT (org, id) DO UPDATE SET seen = excluded.seen, body = excluded.body;

-- name: drop_state
UPDATE person SET seen = 0, body = NULL WHERE org = $1 AND id = $2;
