-- Imports that operators started, from the upload of the file to their undoing.

-- +goose Up

CREATE TABLE import_job (
    org      BYTEA  NOT NULL,
    id       BYTEA  NOT NULL,
    stage    TEXT   NOT NULL, -- see package imports
    name     TEXT   NOT NULL, -- of the file
    operator BYTEA,           -- who uploaded it
    options  BYTEA  NOT NULL, -- JSON
    report   BYTEA,           -- JSON; NULL: there is none yet
    run      TEXT   NOT NULL, -- batch of its events; empty: nothing was recorded
    first    BIGINT NOT NULL, -- its events have numbers from this one
    beyond   BIGINT NOT NULL, -- and below this one
    people   BIGINT NOT NULL, -- for how many it was undone
    wrong    TEXT   NOT NULL, -- why it could not be done; empty: nothing is wrong
    created  BIGINT NOT NULL,
    changed  BIGINT NOT NULL,
    PRIMARY KEY (org, id)
);
CREATE INDEX import_job_stage ON import_job (org, stage, id);
