-- Throwing away what has served its time. No index is kept for it, since each would be paid for by every act: a
-- table is gone through in the order of its key, some thousand rows at a turn.

-- name: last_of_answers
SELECT word FROM idempotency WHERE org = $1 AND word > $2 ORDER BY word LIMIT 1 OFFSET $3;

-- name: drop_answers
DELETE FROM idempotency WHERE org = $1 AND word > $2 AND word <= $3 AND created < $4;

-- name: drop_answers_after
DELETE FROM idempotency WHERE org = $1 AND word > $2 AND created < $3;

-- name: last_of_mails
SELECT hash FROM mail WHERE org = $1 AND hash > $2 ORDER BY hash LIMIT 1 OFFSET $3;

-- name: drop_mails
DELETE FROM mail WHERE org = $1 AND hash > $2 AND hash <= $3 AND sent < $4;

-- name: drop_mails_after
DELETE FROM mail WHERE org = $1 AND hash > $2 AND sent < $3;

-- name: drop_deliveries
DELETE FROM delivery WHERE org = $1 AND (follower, event, destination) IN (
    SELECT follower, event, destination FROM delivery WHERE org = $1 AND done > 0 AND done < $2 ORDER BY done LIMIT $3);
