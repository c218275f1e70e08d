-- The first statement of every transaction that records facts.

-- name: lock_log
SELECT next, recorded, published FROM log WHERE org = $1 FOR UPDATE;
