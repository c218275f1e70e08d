-- What a batch inserts (see lines.go): a list for each column, so that a statement is one message with as many
-- parameters as columns.

-- name: append_event*0
INSERT INTO event (org, number, id, code, type, person, recorded, leaf, body)
SELECT $1, * FROM unnest($2::bigint[], $3::bytea[], $4::text[], $5::text[], $6::bytea[], $7::bigint[], $8::bytea[], $9::bytea[]);

-- name: put_sealed*0
INSERT INTO sealed (org, event, number, data) SELECT $1, * FROM unnest($2::bytea[], $3::bigint[], $4::bytea[]);

-- name: new_person*0
INSERT INTO person (org, id, wrapped, seen, body) SELECT $1, * FROM unnest($2::bytea[], $3::bytea[], $4::bigint[], $5::bytea[]);

-- name: new_point*0
INSERT INTO point (org, id, person, kind, key_id, hash, address, created)
SELECT $1, * FROM unnest($2::bytea[], $3::bytea[], $4::text[], $5::bigint[], $6::bytea[], $7::bytea[], $8::bigint[]);

-- name: put_state*0
INSERT INTO person (org, id, seen, body) SELECT $1, * FROM unnest($2::bytea[], $3::bigint[], $4::bytea[])
ON CONFLICT (org, id) DO UPDATE SET seen = excluded.seen, body = excluded.body;

-- name: put_idempotent*0
INSERT INTO idempotency (org, word, digest, event, response, created)
SELECT $1, * FROM unnest($2::text[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bigint[]);

-- name: replace_idempotent*0
INSERT INTO idempotency (org, word, digest, event, response, created)
SELECT $1, * FROM unnest($2::text[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bigint[])
ON CONFLICT (org, word) DO UPDATE SET response = excluded.response, created = excluded.created;
