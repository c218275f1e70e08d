-- Person records, their merges, and the projection of the log: one state per person.

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
INSERT INTO person (org, id, wrapped) VALUES ($1, $2, $3);

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
SELECT person, seen, body FROM state WHERE org = $1 AND person = $2;

-- name: state_that_stands
SELECT person, seen, body FROM state
WHERE org = $1 AND person = COALESCE((SELECT merged_into FROM person WHERE org = $1 AND id = $2), $2);

-- name: states_between
SELECT person, seen, body FROM state WHERE org = $1 AND person > $2 AND person <= $3 ORDER BY person LIMIT $4;

-- name: put_state
INSERT INTO state (org, person, seen, body) VALUES ($1, $2, $3, $4)
ON CONFLICT (org, person) DO UPDATE SET seen = excluded.seen, body = excluded.body;

-- name: new_state
INSERT INTO state (org, person, seen, body) VALUES ($1, $2, $3, $4);

-- name: drop_state
DELETE FROM state WHERE org = $1 AND person = $2;
