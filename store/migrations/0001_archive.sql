-- The first archive. One text for both databases: BYTEA for identifiers (UUIDv7), hashes and
-- bodies, BIGINT for numbers and times (Unix milliseconds, 0 for none), TEXT for words. Every
-- key begins with the organisation.

-- +goose Up

CREATE TABLE organisation (
    org     BYTEA NOT NULL PRIMARY KEY,
    name    TEXT  NOT NULL
);

-- The row that a writer of facts locks first.
CREATE TABLE log (
    org       BYTEA  NOT NULL PRIMARY KEY,
    next      BIGINT NOT NULL, -- number of the next event
    recorded  BIGINT NOT NULL, -- time of the last event
    published BIGINT NOT NULL  -- number of the last publication of the catalogue, -1 for none
);

-- Only ever inserted into.
CREATE TABLE event (
    org      BYTEA  NOT NULL,
    number   BIGINT NOT NULL,
    id       BYTEA  NOT NULL,
    code     TEXT   NOT NULL, -- transaction code
    type     TEXT   NOT NULL,
    person   BYTEA,           -- NULL for an event about nobody
    recorded BIGINT NOT NULL,
    leaf     BYTEA  NOT NULL, -- SHA-256(0x00 body)
    body     BYTEA  NOT NULL, -- canonical encoding
    PRIMARY KEY (org, number)
);
CREATE UNIQUE INDEX event_id ON event (org, id);
CREATE UNIQUE INDEX event_code ON event (org, code);
CREATE INDEX event_person ON event (org, person, number);

-- Personal values and blinds of an event, under the person's key. Erasable.
CREATE TABLE sealed (
    org   BYTEA NOT NULL,
    event BYTEA NOT NULL,
    data  BYTEA NOT NULL,
    PRIMARY KEY (org, event)
);

CREATE TABLE person (
    org         BYTEA NOT NULL,
    id          BYTEA NOT NULL,
    wrapped     BYTEA, -- data key, wrapped; NULL once shredded
    merged_into BYTEA, -- the record that stands for this one
    PRIMARY KEY (org, id)
);
CREATE INDEX person_merged ON person (org, merged_into, id);

CREATE TABLE state (
    org    BYTEA  NOT NULL,
    person BYTEA  NOT NULL,
    seen   BIGINT NOT NULL, -- number of the last event applied
    body   BYTEA  NOT NULL,
    PRIMARY KEY (org, person)
);

CREATE TABLE point (
    org     BYTEA  NOT NULL,
    id      BYTEA  NOT NULL,
    person  BYTEA  NOT NULL,
    kind    TEXT   NOT NULL,
    key_id  BIGINT NOT NULL, -- of the keyed hash
    hash    BYTEA  NOT NULL,
    address BYTEA,           -- sealed under the person's key
    created BIGINT NOT NULL,
    PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX point_hash ON point (org, kind, hash, key_id);
CREATE INDEX point_person ON point (org, person, id);

-- What an erasure leaves: a no for a keyed hash, leading back to nobody.
CREATE TABLE suppression (
    org     BYTEA  NOT NULL,
    key_id  BIGINT NOT NULL,
    hash    BYTEA  NOT NULL,
    brand   TEXT   NOT NULL,
    purpose TEXT   NOT NULL,
    channel TEXT   NOT NULL,
    party   TEXT   NOT NULL,
    day     TEXT   NOT NULL,
    PRIMARY KEY (org, hash, key_id, brand, purpose, channel, party)
);

-- Versions of the catalogue's items, as published.
CREATE TABLE item (
    org     BYTEA  NOT NULL,
    kind    TEXT   NOT NULL,
    id      TEXT   NOT NULL,
    version TEXT   NOT NULL,
    body    BYTEA  NOT NULL,
    number  BIGINT NOT NULL, -- of the event that published it
    PRIMARY KEY (org, kind, id, version)
);

CREATE TABLE idempotency (
    org      BYTEA  NOT NULL,
    word     TEXT   NOT NULL, -- the key that the caller chose
    digest   BYTEA  NOT NULL, -- of what was asked
    event    BYTEA,
    response BYTEA,
    created  BIGINT NOT NULL,
    PRIMARY KEY (org, word)
);

-- How far each follower of the log has read.
CREATE TABLE follower (
    org    BYTEA  NOT NULL,
    name   TEXT   NOT NULL,
    number BIGINT NOT NULL, -- of the first event not seen
    PRIMARY KEY (org, name)
);

CREATE TABLE delivery (
    org         BYTEA  NOT NULL,
    follower    TEXT   NOT NULL,
    event       BYTEA  NOT NULL,
    destination TEXT   NOT NULL,
    attempt     BIGINT NOT NULL,
    due         BIGINT NOT NULL, -- time of the next try
    done        BIGINT NOT NULL, -- 0 while it is owed
    last_error  TEXT   NOT NULL,
    PRIMARY KEY (org, follower, event, destination)
);
CREATE INDEX delivery_due ON delivery (org, done, due);

-- Mails that a stranger can trigger, by keyed hash of the address: its budget.
CREATE TABLE mail (
    org    BYTEA  NOT NULL,
    key_id BIGINT NOT NULL,
    hash   BYTEA  NOT NULL,
    sent   BIGINT NOT NULL,
    mails  BIGINT NOT NULL, -- in that millisecond
    PRIMARY KEY (org, hash, key_id, sent)
);

CREATE TABLE api_key (
    org     BYTEA  NOT NULL,
    id      BYTEA  NOT NULL,
    hash    BYTEA  NOT NULL, -- SHA-256 of the key's text
    label   TEXT   NOT NULL,
    scopes  TEXT   NOT NULL, -- JSON list
    created BIGINT NOT NULL,
    revoked BIGINT NOT NULL,
    PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX api_key_hash ON api_key (org, hash);

CREATE TABLE import_run (
    org     BYTEA  NOT NULL,
    id      TEXT   NOT NULL,
    digest  TEXT   NOT NULL, -- of the file
    taken   BIGINT NOT NULL, -- rows
    started BIGINT NOT NULL,
    done    BIGINT NOT NULL,
    PRIMARY KEY (org, id)
);

-- The ledger's tree (C2SP tlog-tiles), and its latest signed checkpoint.
CREATE TABLE tile (
    org   BYTEA  NOT NULL,
    level BIGINT NOT NULL,
    idx   BIGINT NOT NULL,
    width BIGINT NOT NULL,
    data  BYTEA  NOT NULL,
    PRIMARY KEY (org, level, idx)
);
CREATE TABLE checkpoint (
    org   BYTEA  NOT NULL PRIMARY KEY,
    size  BIGINT NOT NULL,
    epoch BIGINT NOT NULL, -- who moves it names the epoch before
    note  BYTEA  NOT NULL
);
