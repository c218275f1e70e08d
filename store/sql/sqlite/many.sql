-- Of many keys at once: the list is written out to its length (see many.go).

-- name: events_by_id
SELECT e.number, e.id, e.code, e.type, e.person, e.recorded, e.leaf, e.body
FROM sealed s CROSS JOIN event e
WHERE s.org = $1 AND s.event IN ($2) AND e.org = s.org AND e.number = s.number AND e.id = s.event;

-- name: numbers_by_id
SELECT event, number FROM sealed WHERE org = $1 AND event IN ($2);

-- name: idempotents
SELECT word, digest, event, response, created FROM idempotency WHERE org = $1 AND word IN ($2);

-- name: people_by_id
SELECT id, wrapped, merged_into FROM person WHERE org = $1 AND id IN ($2);

-- name: people_merged_into
SELECT id, wrapped, merged_into FROM person WHERE org = $1 AND merged_into IN ($2);

-- name: states_by_person
SELECT id, seen, body FROM person WHERE org = $1 AND id IN ($2) AND body IS NOT NULL;

-- name: points_by_id
SELECT id, person, kind, key_id, hash, address, created FROM point WHERE org = $1 AND id IN ($2);

-- name: points_by_pseudonym
SELECT id, person, kind, key_id, hash, address, created
FROM point WHERE org = $1 AND kind = $2 AND key_id = $3 AND hash IN ($4);

-- name: points_by_person
SELECT id, person, kind, key_id, hash, address, created
FROM point WHERE org = $1 AND person IN ($2) ORDER BY person, id;

-- name: suppressions_by_hash
SELECT key_id, hash, brand, purpose, channel, party, day, stamp
FROM suppression WHERE org = $1 AND key_id = $2 AND hash IN ($3)
ORDER BY brand, purpose, channel, party;

-- name: recipients
SELECT p.id, p.person, p.kind, p.key_id, p.hash, p.address, p.created, who.wrapped, state.id, COALESCE(state.seen, 0), state.body
FROM point AS p
    LEFT JOIN person AS who ON who.org = p.org AND who.id = p.person
    LEFT JOIN person AS state ON state.org = p.org AND state.id = CASE WHEN who.merged_into IS NULL THEN p.person ELSE who.merged_into END AND state.body IS NOT NULL
WHERE p.org = $1 AND p.id IN ($2);

-- name: mails_to
SELECT key_id, hash, sent, mails FROM mail WHERE org = $1 AND sent >= $2 AND hash IN ($3) ORDER BY sent;
