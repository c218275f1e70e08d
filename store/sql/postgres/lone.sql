-- What is asked without a transaction around it, and so says itself whose rows it wants; see migrations/postgres/fence.sql.

-- name: lone_head
SELECT next, recorded, published FROM assent_head($1);
