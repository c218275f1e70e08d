-- Those who work with the console: operators, how they sign in, their sessions, and the trail of
-- what they looked at and changed.

-- +goose Up

CREATE TABLE operator (
    org      BYTEA  NOT NULL,
    id       BYTEA  NOT NULL,
    email    TEXT   NOT NULL, -- in lower case
    name     TEXT   NOT NULL,
    role     TEXT   NOT NULL,
    password TEXT   NOT NULL, -- argon2id in PHC string form; empty: none chosen yet
    totp     BYTEA,           -- sealed secret of the second factor; NULL: none
    step     BIGINT NOT NULL, -- the last time step whose code was used: each code opens once
    subject  TEXT   NOT NULL, -- issuer and subject of a sign-in elsewhere (OpenID Connect); empty: none yet
    created  BIGINT NOT NULL,
    disabled BIGINT NOT NULL,
    PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX operator_email ON operator (org, email);

CREATE TABLE session (
    org      BYTEA  NOT NULL,
    hash     BYTEA  NOT NULL, -- SHA-256 of what the cookie holds
    id       BYTEA  NOT NULL, -- the name by which it is listed and ended
    operator BYTEA  NOT NULL,
    half     BIGINT NOT NULL, -- 1: the password was right, the second factor is still asked for
    device   TEXT   NOT NULL, -- browser and system, as told
    created  BIGINT NOT NULL,
    used     BIGINT NOT NULL,
    proved   BIGINT NOT NULL, -- when the operator last showed who it is
    PRIMARY KEY (org, hash)
);
CREATE INDEX session_operator ON session (org, operator, id);
CREATE INDEX session_created ON session (org, created);

-- Links that sign in once.
CREATE TABLE ticket (
    org      BYTEA  NOT NULL,
    hash     BYTEA  NOT NULL, -- SHA-256 of the link's secret
    operator BYTEA  NOT NULL,
    expires  BIGINT NOT NULL,
    PRIMARY KEY (org, hash)
);
CREATE INDEX ticket_operator ON ticket (org, operator);

CREATE TABLE passkey (
    org      BYTEA  NOT NULL,
    id       BYTEA  NOT NULL, -- of the credential, as the authenticator chose it
    operator BYTEA  NOT NULL,
    label    TEXT   NOT NULL,
    body     BYTEA  NOT NULL, -- public key and counters
    created  BIGINT NOT NULL,
    used     BIGINT NOT NULL,
    PRIMARY KEY (org, id)
);
CREATE INDEX passkey_operator ON passkey (org, operator, id);

-- Wrong tries, by keyed hash of what was tried at.
CREATE TABLE attempt (
    org   BYTEA  NOT NULL,
    hash  BYTEA  NOT NULL,
    tries BIGINT NOT NULL,
    until BIGINT NOT NULL, -- no try counts before
    PRIMARY KEY (org, hash)
);
CREATE INDEX attempt_until ON attempt (org, until);

-- Who looked at or changed what. Sealed in batches by digest into the log.
CREATE TABLE trail (
    org      BYTEA  NOT NULL,
    id       BYTEA  NOT NULL,
    at       BIGINT NOT NULL,
    operator BYTEA,           -- NULL: nobody who is known
    act      TEXT   NOT NULL,
    person   BYTEA,           -- whom it was about, if anybody
    detail   TEXT   NOT NULL, -- never personal
    sealed   BIGINT NOT NULL, -- number of the event that seals it; -1: not yet
    PRIMARY KEY (org, id)
);
CREATE INDEX trail_sealed ON trail (org, sealed, id);
CREATE INDEX trail_operator ON trail (org, operator, id);
CREATE INDEX trail_person ON trail (org, person, id);
