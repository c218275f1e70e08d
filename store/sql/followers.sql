-- Followers of the log: cursors, deliveries, the mail budget, and the ledger's tree.

-- name: cursor
SELECT number FROM follower WHERE org = $1 AND name = $2;

-- name: set_cursor
INSERT INTO follower (org, name, number) VALUES ($1, $2, $3)
ON CONFLICT (org, name) DO UPDATE SET number = excluded.number;

-- name: delivery
SELECT follower, event, destination, attempt, due, done, last_error
FROM delivery WHERE org = $1 AND follower = $2 AND event = $3 AND destination = $4;

-- name: due_deliveries
SELECT follower, event, destination, attempt, due, done, last_error
FROM delivery WHERE org = $1 AND done = 0 AND due <= $2 ORDER BY due, event, follower, destination LIMIT $3;

-- name: put_delivery
INSERT INTO delivery (org, follower, event, destination, attempt, due, done, last_error)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (org, follower, event, destination) DO UPDATE SET attempt = excluded.attempt,
    due = excluded.due, done = excluded.done, last_error = excluded.last_error;

-- name: claim_delivery
UPDATE delivery SET attempt = attempt + 1, due = $7
WHERE org = $1 AND follower = $2 AND event = $3 AND destination = $4 AND done = 0 AND attempt = $5 AND due = $6;

-- name: mails_since
SELECT sent, mails FROM mail WHERE org = $1 AND key_id = $2 AND hash = $3 AND sent >= $4 ORDER BY sent;

-- name: add_mails
INSERT INTO mail (org, key_id, hash, sent, mails) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (org, hash, key_id, sent) DO UPDATE SET mails = mail.mails + excluded.mails;

-- name: checkpoint
SELECT size, epoch, note FROM checkpoint WHERE org = $1;

-- name: first_checkpoint
INSERT INTO checkpoint (org, size, epoch, note) VALUES ($1, $2, $3, $4)
ON CONFLICT (org) DO NOTHING;

-- name: move_checkpoint
UPDATE checkpoint SET size = $2, epoch = $3, note = $4 WHERE org = $1 AND epoch = $3 - 1;

-- name: tile
SELECT data FROM tile WHERE org = $1 AND level = $2 AND idx = $3;

-- name: put_tile
INSERT INTO tile (org, level, idx, width, data) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (org, level, idx) DO UPDATE SET width = excluded.width, data = excluded.data;
