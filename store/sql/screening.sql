-- Lists that are screened in the background.

-- name: screening
SELECT id, node, state, plan, actor, bytes, source, outcome, code, detail, created, started, ended FROM screening WHERE org = $1 AND id = $2;

-- name: screenings
SELECT id, node, state, plan, actor, bytes, source, outcome, code, detail, created, started, ended FROM screening WHERE org = $1 ORDER BY id;

-- name: put_screening
INSERT INTO screening (org, id, node, state, plan, actor, bytes, source, outcome, code, detail, created, started, ended)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (org, id) DO UPDATE SET state = excluded.state, outcome = excluded.outcome, code = excluded.code, detail = excluded.detail,
    started = excluded.started, ended = excluded.ended;

-- name: drop_screening
DELETE FROM screening WHERE org = $1 AND id = $2;
