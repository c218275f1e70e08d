-- What was recorded about people before an event.

-- name: events_before
SELECT found.* FROM (VALUES ($3::bytea)) AS k(k) CROSS JOIN LATERAL (
    SELECT number, id, code, type, person, recorded, leaf, body FROM event WHERE org = $1 AND person = k.k AND number < $2 OFFSET 0
) AS found;
