-- Operators, how they sign in, their sessions, and the trail of what they did.

-- name: operator_by_id
SELECT id, email, name, role, password, totp, step, subject, created, disabled FROM operator WHERE org = $1 AND id = $2;

-- name: operator_by_email
SELECT id, email, name, role, password, totp, step, subject, created, disabled FROM operator WHERE org = $1 AND email = $2;

-- name: operators
SELECT id, email, name, role, password, totp, step, subject, created, disabled FROM operator WHERE org = $1 ORDER BY id;

-- name: put_operator
INSERT INTO operator (org, id, email, name, role, password, totp, step, subject, created, disabled)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (org, id) DO UPDATE SET email = excluded.email, name = excluded.name, role = excluded.role, password = excluded.password,
    totp = excluded.totp, step = excluded.step, subject = excluded.subject, disabled = excluded.disabled;

-- name: session_by_hash
SELECT hash, id, operator, half, device, created, used, proved FROM session WHERE org = $1 AND hash = $2;

-- name: sessions_of_operator
SELECT hash, id, operator, half, device, created, used, proved FROM session WHERE org = $1 AND operator = $2 ORDER BY id;

-- name: put_session
INSERT INTO session (org, hash, id, operator, half, device, created, used, proved) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (org, hash) DO UPDATE SET used = excluded.used, proved = excluded.proved;

-- name: drop_session
DELETE FROM session WHERE org = $1 AND hash = $2;

-- name: drop_sessions_before
DELETE FROM session WHERE org = $1 AND created < $2;

-- name: ticket_by_hash
SELECT hash, operator, expires FROM ticket WHERE org = $1 AND hash = $2;

-- name: put_ticket
INSERT INTO ticket (org, hash, operator, expires) VALUES ($1, $2, $3, $4);

-- name: drop_tickets_of_operator
DELETE FROM ticket WHERE org = $1 AND operator = $2;

-- name: passkey_by_id
SELECT id, operator, label, body, created, used FROM passkey WHERE org = $1 AND id = $2;

-- name: passkeys_of_operator
SELECT id, operator, label, body, created, used FROM passkey WHERE org = $1 AND operator = $2 ORDER BY created, id;

-- name: put_passkey
INSERT INTO passkey (org, id, operator, label, body, created, used) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (org, id) DO UPDATE SET body = excluded.body, used = excluded.used;

-- name: drop_passkey
DELETE FROM passkey WHERE org = $1 AND id = $2 AND operator = $3;

-- name: attempt_by_hash
SELECT hash, tries, until FROM attempt WHERE org = $1 AND hash = $2;

-- name: put_attempt
INSERT INTO attempt (org, hash, tries, until) VALUES ($1, $2, $3, $4)
ON CONFLICT (org, hash) DO UPDATE SET tries = excluded.tries, until = excluded.until;

-- name: drop_attempt
DELETE FROM attempt WHERE org = $1 AND hash = $2;

-- name: drop_attempts_before
DELETE FROM attempt WHERE org = $1 AND until < $2;

-- name: put_trail
INSERT INTO trail (org, id, at, operator, act, person, detail, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: trail_before
SELECT id, at, operator, act, person, detail, sealed FROM trail WHERE org = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: trail_of_operator_before
SELECT id, at, operator, act, person, detail, sealed FROM trail WHERE org = $1 AND operator = $2 AND id < $3 ORDER BY id DESC LIMIT $4;

-- name: trail_of_person_before
SELECT id, at, operator, act, person, detail, sealed FROM trail WHERE org = $1 AND person = $2 AND id < $3 ORDER BY id DESC LIMIT $4;

-- name: trail_sealed_by
SELECT id, at, operator, act, person, detail, sealed FROM trail WHERE org = $1 AND sealed = $2 ORDER BY id;

-- name: trail_unsealed
SELECT id, at, operator, act, person, detail, sealed FROM trail WHERE org = $1 AND sealed = -1 ORDER BY id LIMIT $2;

-- name: seal_trail
UPDATE trail SET sealed = $3 WHERE org = $1 AND id = $2 AND sealed = -1;
