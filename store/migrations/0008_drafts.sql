-- What is being written and not yet published.

-- +goose Up

-- One draft of one item of the catalogue. Whoever saves it names the revision that she has read.
CREATE TABLE draft (
    org      BYTEA  NOT NULL,
    kind     TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    base     TEXT   NOT NULL, -- version in force when it was begun; empty: there was none
    revision BIGINT NOT NULL,
    body     BYTEA  NOT NULL,
    author   BYTEA,           -- operator who saved it last
    saved    BIGINT NOT NULL,
    PRIMARY KEY (org, kind, id)
);
