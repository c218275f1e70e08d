-- Imports are found by their run; people by the words of their names (ADR 0022).

-- +goose Up

CREATE INDEX import_job_run ON import_job (org, run, id);

-- The names of a person as she or an import gave them last, under her key. Erasable.
CREATE TABLE person_name (
    org    BYTEA NOT NULL,
    person BYTEA NOT NULL, -- the record under whose key they lie
    data   BYTEA NOT NULL,
    PRIMARY KEY (org, person)
);

-- Keyed hashes of how the words of those names begin. Erasable.
CREATE TABLE name_word (
    org    BYTEA NOT NULL,
    hash   BYTEA NOT NULL,
    person BYTEA NOT NULL,
    PRIMARY KEY (org, hash, person)
);
CREATE INDEX name_word_person ON name_word (org, person);
