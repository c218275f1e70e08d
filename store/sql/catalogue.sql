-- The organisation, what it may ask, its API keys, its imports.

-- name: put_organisation
INSERT INTO organisation (org, name, public_url) VALUES ($1, $2, $3)
ON CONFLICT (org) DO UPDATE SET name = excluded.name, public_url = excluded.public_url;

-- name: items
SELECT kind, id, version, body, number FROM item WHERE org = $1 ORDER BY number, kind, id, version;

-- name: put_item
INSERT INTO item (org, kind, id, version, body, number) VALUES ($1, $2, $3, $4, $5, $6);

-- name: idempotent
SELECT word, digest, event, response, created FROM idempotency WHERE org = $1 AND word = $2;

-- name: put_idempotent
INSERT INTO idempotency (org, word, digest, event, response, created) VALUES ($1, $2, $3, $4, $5, $6);

-- name: replace_idempotent
INSERT INTO idempotency (org, word, digest, event, response, created) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (org, word) DO UPDATE SET response = excluded.response, created = excluded.created;

-- name: key_by_hash
SELECT id, hash, label, scopes, created, revoked FROM api_key WHERE org = $1 AND hash = $2;

-- name: keys
SELECT id, hash, label, scopes, created, revoked FROM api_key WHERE org = $1 ORDER BY id;

-- name: put_key
INSERT INTO api_key (org, id, hash, label, scopes, created, revoked) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (org, id) DO UPDATE SET label = excluded.label, scopes = excluded.scopes, revoked = excluded.revoked;

-- name: import_run
SELECT id, digest, taken, started, done FROM import_run WHERE org = $1 AND id = $2;

-- name: import_runs
SELECT id, digest, taken, started, done FROM import_run WHERE org = $1 ORDER BY started DESC, id;

-- name: put_import_run
INSERT INTO import_run (org, id, digest, taken, started, done) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (org, id) DO UPDATE SET digest = excluded.digest, taken = excluded.taken, done = excluded.done;
