-- Webhooks, their deliveries, and the addresses at which other products report.

-- name: webhook
SELECT id, label, url, types, personal, secret, previous, expires, first, created, failing, failures, retry, disabled, reason
FROM webhook WHERE org = $1 AND id = $2;

-- name: webhooks
SELECT id, label, url, types, personal, secret, previous, expires, first, created, failing, failures, retry, disabled, reason
FROM webhook WHERE org = $1 ORDER BY id;

-- name: put_webhook
INSERT INTO webhook (org, id, label, url, types, personal, secret, previous, expires, first, created, failing, failures, retry, disabled, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (org, id) DO UPDATE SET label = excluded.label, url = excluded.url, types = excluded.types, personal = excluded.personal,
    secret = excluded.secret, previous = excluded.previous, expires = excluded.expires, failing = excluded.failing,
    failures = excluded.failures, retry = excluded.retry, disabled = excluded.disabled, reason = excluded.reason;

-- name: drop_webhook
DELETE FROM webhook WHERE org = $1 AND id = $2;

-- name: drop_deliveries_of_webhook
DELETE FROM webhook_delivery WHERE org = $1 AND webhook = $2;

-- name: webhook_delivery
SELECT webhook, event, type, attempt, due, done, status, problem FROM webhook_delivery WHERE org = $1 AND webhook = $2 AND event = $3;

-- name: webhook_deliveries_due
SELECT webhook, event, type, attempt, due, done, status, problem
FROM webhook_delivery WHERE org = $1 AND webhook = $2 AND done = 0 AND due <= $3 ORDER BY due, event LIMIT $4;

-- name: webhook_deliveries_before
SELECT webhook, event, type, attempt, due, done, status, problem
FROM webhook_delivery WHERE org = $1 AND webhook = $2 AND event < $3 ORDER BY event DESC LIMIT $4;

-- name: webhook_deliveries_first
SELECT webhook, event, type, attempt, due, done, status, problem
FROM webhook_delivery WHERE org = $1 AND webhook = $2 ORDER BY event DESC LIMIT $3;

-- name: put_webhook_delivery
INSERT INTO webhook_delivery (org, webhook, event, type, attempt, due, done, status, problem) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (org, webhook, event) DO UPDATE SET attempt = excluded.attempt, due = excluded.due, done = excluded.done,
    status = excluded.status, problem = excluded.problem;

-- name: drop_webhook_deliveries
DELETE FROM webhook_delivery WHERE org = $1 AND webhook = $2 AND event IN (
    SELECT event FROM webhook_delivery WHERE org = $1 AND webhook = $2 AND done > 0 AND due < $3 LIMIT $4);

-- name: drop_webhook_debts
DELETE FROM webhook_delivery WHERE org = $1 AND webhook = $2 AND event IN (
    SELECT event FROM webhook_delivery WHERE org = $1 AND webhook = $2 AND done = 0 AND due < $3 LIMIT $4);

-- name: report_door_by_hash
SELECT id, hash, product, label, purpose, signing, created, used, closed FROM report_door WHERE org = $1 AND hash = $2;

-- name: report_doors
SELECT id, hash, product, label, purpose, signing, created, used, closed FROM report_door WHERE org = $1 ORDER BY id;

-- name: put_report_door
INSERT INTO report_door (org, id, hash, product, label, purpose, signing, created, used, closed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (org, id) DO UPDATE SET label = excluded.label, used = excluded.used, closed = excluded.closed;
