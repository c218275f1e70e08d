-- Lists that are screened in the background. The files lie in the data folder of the node that took them.

-- +goose Up

CREATE TABLE screening (
    org     BYTEA  NOT NULL,
    id      BYTEA  NOT NULL,
    node    TEXT   NOT NULL, -- where the files are
    state   TEXT   NOT NULL, -- waiting, running, done, failed
    plan    BYTEA  NOT NULL, -- JSON: what is asked, and how the list is written
    actor   TEXT   NOT NULL, -- JSON
    bytes   BIGINT NOT NULL, -- of the list as it came
    source  TEXT   NOT NULL, -- SHA-256 of it, hexadecimal
    outcome BYTEA,           -- JSON: counts, position, digest; once it is done
    code    TEXT   NOT NULL, -- why it failed
    detail  TEXT   NOT NULL,
    created BIGINT NOT NULL,
    started BIGINT NOT NULL,
    ended   BIGINT NOT NULL,
    PRIMARY KEY (org, id)
);
