-- Of many keys at once: the list is written out to its length (see many.go). Each key is looked up by itself
-- (LATERAL, and OFFSET 0 so that it stays so): the plan is made once, when the tables may be empty, and any other
-- would read all of an organisation when they are not.

-- name: events_by_id
SELECT found.* FROM (VALUES ($2::bytea)) AS k(k) CROSS JOIN LATERAL (
    SELECT number FROM sealed WHERE org = $1 AND event = k.k OFFSET 0
) AS at CROSS JOIN LATERAL (
    SELECT number, id, code, type, person, recorded, leaf, body FROM event WHERE org = $1 AND number = at.number AND id = k.k OFFSET 0
) AS found;

-- name: numbers_by_id
SELECT found.* FROM (VALUES ($2::bytea)) AS k(k) CROSS JOIN LATERAL (
    SELECT event, number FROM sealed WHERE org = $1 AND event = k.k OFFSET 0
) AS found;

-- name: idempotents
SELECT found.* FROM (VALUES ($2::text)) AS k(k) CROSS JOIN LATERAL (
    SELECT word, digest, event, response, created FROM idempotency WHERE org = $1 AND word = k.k OFFSET 0
) AS found;

-- name: people_by_id
SELECT found.* FROM (VALUES ($2::bytea)) AS k(k) CROSS JOIN LATERAL (
    SELECT id, wrapped, merged_into FROM person WHERE org = $1 AND id = k.k OFFSET 0
) AS found;

-- name: people_merged_into
SELECT found.* FROM (VALUES ($2::bytea)) AS k(k) CROSS JOIN LATERAL (
    SELECT id, wrapped, merged_into FROM person WHERE org = $1 AND merged_into = k.k OFFSET 0
) AS found;

-- name: states_by_person
SELECT found.* FROM (VALUES ($2::bytea)) AS k(k) CROSS JOIN LATERAL (
    SELECT id, seen, body FROM person WHERE org = $1 AND id = k.k AND body IS NOT NULL OFFSET 0
) AS found;

-- name: points_by_id
SELECT found.* FROM (VALUES ($2::bytea)) AS k(k) CROSS JOIN LATERAL (
    SELECT id, person, kind, key_id, hash, address, created FROM point WHERE org = $1 AND id = k.k OFFSET 0
) AS found;

-- name: points_by_pseudonym
SELECT found.* FROM (VALUES ($4::bytea)) AS k(k) CROSS JOIN LATERAL (
    SELECT id, person, kind, key_id, hash, address, created FROM point WHERE org = $1 AND kind = $2 AND key_id = $3 AND hash = k.k OFFSET 0
) AS found;

-- name: points_by_person
SELECT found.* FROM (VALUES ($2::bytea)) AS k(k) CROSS JOIN LATERAL (
    SELECT id, person, kind, key_id, hash, address, created FROM point WHERE org = $1 AND person = k.k OFFSET 0
) AS found ORDER BY person, id;

-- name: suppressions_by_hash
SELECT found.* FROM (VALUES ($3::bytea)) AS k(k) CROSS JOIN LATERAL (
    SELECT key_id, hash, brand, purpose, channel, party, day, stamp FROM suppression WHERE org = $1 AND key_id = $2 AND hash = k.k OFFSET 0
) AS found ORDER BY brand, purpose, channel, party;

-- name: recipients
SELECT found.* FROM (VALUES ($2::bytea)) AS k(k) CROSS JOIN LATERAL (
    SELECT p.id, p.person, p.kind, p.key_id, p.hash, p.address, p.created, who.wrapped, state.id, COALESCE(state.seen, 0), state.body
    FROM point AS p
        LEFT JOIN person AS who ON who.org = p.org AND who.id = p.person
        LEFT JOIN person AS state ON state.org = p.org AND state.id = CASE WHEN who.merged_into IS NULL THEN p.person ELSE who.merged_into END AND state.body IS NOT NULL
    WHERE p.org = $1 AND p.id = k.k OFFSET 0
) AS found;

-- name: mails_to
SELECT found.* FROM (VALUES ($3::bytea)) AS k(k) CROSS JOIN LATERAL (
    SELECT key_id, hash, sent, mails FROM mail WHERE org = $1 AND hash = k.k AND sent >= $2 OFFSET 0
) AS found ORDER BY sent;
