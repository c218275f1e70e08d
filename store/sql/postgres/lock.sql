-- The first statement of every transaction that records facts.

-- name: lock_log
SELECT next, recorded, published FROM log WHERE org = $1 FOR UPDATE;

-- Before budgets are read in order to spend from them. Only this row is locked: nobody who records waits for it.

-- name: lock_budgets
INSERT INTO follower (org, name, number) VALUES ($1, 'budgets', 0)
ON CONFLICT (org, name) DO UPDATE SET number = excluded.number;
