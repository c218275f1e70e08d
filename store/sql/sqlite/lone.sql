-- What is asked without a transaction around it.

-- name: lone_head
SELECT next, recorded, published FROM log WHERE org = $1;
