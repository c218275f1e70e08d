-- Counters.

-- name: add_to_counter
INSERT INTO counter (org, grain, dimension, span, fact, purpose, channel, value, n)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (org, grain, dimension, span, fact, purpose, channel, value) DO UPDATE SET n = counter.n + excluded.n;

-- name: counters
SELECT grain, dimension, span, fact, purpose, channel, value, n
FROM counter WHERE org = $1 AND grain = $2 AND dimension = $3 AND span >= $4 AND span <= $5
ORDER BY span, fact, purpose, channel, value;

-- name: all_counters_but
SELECT grain, dimension, span, fact, purpose, channel, value, n FROM counter WHERE org = $1 AND fact <> $2;

-- name: drop_empty_counters
DELETE FROM counter WHERE org = $1 AND n = 0;

-- (Only one of two followers that stand at the same number moves on.)
-- name: move_cursor
INSERT INTO follower (org, name, number) VALUES ($1, $2, $4)
ON CONFLICT (org, name) DO UPDATE SET number = excluded.number WHERE follower.number = $3;
