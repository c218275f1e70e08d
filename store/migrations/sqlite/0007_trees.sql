-- SQLite keeps a table and its primary key as two trees unless told otherwise. For tables of short
-- rows one tree is enough, and a commit then writes half as many pages.

CREATE TABLE sealed_7 (
    org   BYTEA NOT NULL,
    event BYTEA NOT NULL,
    data  BYTEA NOT NULL,
    PRIMARY KEY (org, event)
) WITHOUT ROWID;
INSERT INTO sealed_7 (org, event, data) SELECT org, event, data FROM sealed;
DROP TABLE sealed;
ALTER TABLE sealed_7 RENAME TO sealed;

CREATE TABLE person_7 (
    org         BYTEA NOT NULL,
    id          BYTEA NOT NULL,
    wrapped     BYTEA,
    merged_into BYTEA,
    PRIMARY KEY (org, id)
) WITHOUT ROWID;
INSERT INTO person_7 (org, id, wrapped, merged_into) SELECT org, id, wrapped, merged_into FROM person;
DROP TABLE person;
ALTER TABLE person_7 RENAME TO person;

-- Few records are merged: an index of those alone costs nothing when a person is added.
CREATE INDEX person_merged ON person (org, merged_into, id) WHERE merged_into IS NOT NULL;

CREATE TABLE state_7 (
    org    BYTEA  NOT NULL,
    person BYTEA  NOT NULL,
    seen   BIGINT NOT NULL,
    body   BYTEA  NOT NULL,
    PRIMARY KEY (org, person)
) WITHOUT ROWID;
INSERT INTO state_7 (org, person, seen, body) SELECT org, person, seen, body FROM state;
DROP TABLE state;
ALTER TABLE state_7 RENAME TO state;

CREATE TABLE point_7 (
    org     BYTEA  NOT NULL,
    id      BYTEA  NOT NULL,
    person  BYTEA  NOT NULL,
    kind    TEXT   NOT NULL,
    key_id  BIGINT NOT NULL,
    hash    BYTEA  NOT NULL,
    address BYTEA,
    created BIGINT NOT NULL,
    PRIMARY KEY (org, id)
) WITHOUT ROWID;
INSERT INTO point_7 (org, id, person, kind, key_id, hash, address, created)
SELECT org, id, person, kind, key_id, hash, address, created FROM point;
DROP TABLE point;
ALTER TABLE point_7 RENAME TO point;
CREATE UNIQUE INDEX point_hash ON point (org, kind, hash, key_id);
CREATE INDEX point_person ON point (org, person, id);

CREATE TABLE idempotency_7 (
    org      BYTEA  NOT NULL,
    word     TEXT   NOT NULL,
    digest   BYTEA  NOT NULL,
    event    BYTEA,
    response BYTEA,
    created  BIGINT NOT NULL,
    PRIMARY KEY (org, word)
) WITHOUT ROWID;
INSERT INTO idempotency_7 (org, word, digest, event, response, created)
SELECT org, word, digest, event, response, created FROM idempotency;
DROP TABLE idempotency;
ALTER TABLE idempotency_7 RENAME TO idempotency;

-- Without figures SQLite takes an organisation for ten rows, and reads them all rather than look up twenty keys.
ANALYZE;
DELETE FROM sqlite_stat1 WHERE tbl IN ('point', 'person', 'state', 'event', 'idempotency');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('point', 'point', '1000000 1000000 1'),
    ('point', 'point_hash', '1000000 1000000 1000000 1 1'),
    ('point', 'point_person', '1000000 1000000 2 1'),
    ('person', 'person', '1000000 1000000 1'),
    ('person', 'person_merged', '1000 1000 1 1'),
    ('state', 'state', '1000000 1000000 1'),
    ('event', 'event_id', '1000000 1000000 1'),
    ('event', 'event_code', '1000000 1000000 1'),
    ('event', 'event_person', '1000000 1000000 3 1'),
    ('event', 'sqlite_autoindex_event_1', '1000000 1000000 1'),
    ('idempotency', 'idempotency', '1000000 1000000 1');
ANALYZE sqlite_schema;
