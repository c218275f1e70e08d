-- Drafts of items of the catalogue. A draft changes only under the revision that its author has read.

-- name: drafts
SELECT kind, id, base, revision, body, author, saved FROM draft WHERE org = $1 ORDER BY kind, id;

-- name: draft
SELECT kind, id, base, revision, body, author, saved FROM draft WHERE org = $1 AND kind = $2 AND id = $3;

-- name: begin_draft
INSERT INTO draft (org, kind, id, base, revision, body, author, saved) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (org, kind, id) DO NOTHING;

-- name: change_draft
UPDATE draft SET base = $4, revision = $5, body = $6, author = $7, saved = $8
WHERE org = $1 AND kind = $2 AND id = $3 AND revision = $5 - 1;

-- name: drop_draft
DELETE FROM draft WHERE org = $1 AND kind = $2 AND id = $3 AND revision = $4;
