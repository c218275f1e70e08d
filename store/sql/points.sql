-- Contact points, found by the keyed hash of their address, and what erasures leave of them.

-- name: point_by_id
SELECT id, person, kind, key_id, hash, address, created FROM point WHERE org = $1 AND id = $2;

-- name: point_by_pseudonym
SELECT id, person, kind, key_id, hash, address, created
FROM point WHERE org = $1 AND kind = $2 AND key_id = $3 AND hash = $4;

-- name: points_of_person
SELECT id, person, kind, key_id, hash, address, created
FROM point
WHERE org = $1 AND person = $2
UNION ALL
SELECT p.id, p.person, p.kind, p.key_id, p.hash, p.address, p.created
FROM person r CROSS JOIN point p
WHERE r.org = $1 AND r.merged_into = $2 AND p.org = r.org AND p.person = r.id
ORDER BY id;

-- name: put_point
INSERT INTO point (org, id, person, kind, key_id, hash, address, created)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (org, id) DO UPDATE SET person = excluded.person, kind = excluded.kind,
    key_id = excluded.key_id, hash = excluded.hash, address = excluded.address;

-- name: new_point
INSERT INTO point (org, id, person, kind, key_id, hash, address, created)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: erase_point
DELETE FROM point WHERE org = $1 AND id = $2;

-- name: suppressions
SELECT key_id, hash, brand, purpose, channel, party, day, stamp
FROM suppression WHERE org = $1 AND key_id = $2 AND hash = $3
ORDER BY brand, purpose, channel, party;

-- name: put_suppression
INSERT INTO suppression (org, key_id, hash, brand, purpose, channel, party, day, stamp)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (org, hash, key_id, brand, purpose, channel, party) DO UPDATE SET day = excluded.day, stamp = excluded.stamp;
