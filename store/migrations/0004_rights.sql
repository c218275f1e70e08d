-- What people ask for by right, and what is kept of the erased.

-- +goose Up

-- Shows that the row is genuine: nobody without the keys can put one in the place of another.
ALTER TABLE suppression ADD COLUMN stamp BYTEA;

-- The keys of the capsules, one for each month in which their time is over. Deleting the row
-- destroys what it locks.
CREATE TABLE retention_key (
    org     BYTEA NOT NULL,
    month   TEXT  NOT NULL, -- 2031-11
    wrapped BYTEA NOT NULL,
    PRIMARY KEY (org, month)
);

-- What is kept of an erased person until the end of a month.
CREATE TABLE capsule (
    org    BYTEA NOT NULL,
    person BYTEA NOT NULL,
    month  TEXT  NOT NULL,
    data   BYTEA NOT NULL,
    PRIMARY KEY (org, person)
);
CREATE INDEX capsule_month ON capsule (org, month, person);

-- Requests of people about their data. It names nobody but by her record, and outlives her erasure.
CREATE TABLE request (
    org       BYTEA  NOT NULL,
    id        BYTEA  NOT NULL,
    person    BYTEA,           -- NULL: nothing was recorded of who asked
    kind      TEXT   NOT NULL,
    way       TEXT   NOT NULL, -- how it arrived
    received  BIGINT NOT NULL,
    due       TEXT   NOT NULL, -- the last day for the answer
    extended  TEXT   NOT NULL, -- why the time was extended; empty: it was not
    handler   TEXT   NOT NULL, -- who answered it: kind of actor and identifier
    closed    BIGINT NOT NULL, -- 0 while it is open
    outcome   TEXT   NOT NULL,
    reference TEXT   NOT NULL, -- number of a file kept elsewhere
    warned    TEXT   NOT NULL, -- the day of the last warning
    PRIMARY KEY (org, id)
);
CREATE INDEX request_due ON request (org, closed, due, id);
CREATE INDEX request_person ON request (org, person, id);
