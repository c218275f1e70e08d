-- SQLite has one writer at a time: the transaction itself is the lock.

-- name: lock_log
SELECT next, recorded, published FROM log WHERE org = $1;

-- name: lock_budgets
SELECT number FROM follower WHERE org = $1 AND name = 'budgets';
