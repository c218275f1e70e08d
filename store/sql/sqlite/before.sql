-- What was recorded about people before an event.

-- name: events_before
SELECT number, id, code, type, person, recorded, leaf, body
FROM event WHERE org = $1 AND number < $2 AND person IN ($3);
