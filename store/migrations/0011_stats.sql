-- Counters for charts, fed by the log: how many answers there were in a day, a week or a month, seen from
-- one side. They name nobody, and can be counted again from the log at any time.

-- +goose Up

CREATE TABLE counter (
    org       BYTEA  NOT NULL,
    grain     TEXT   NOT NULL, -- day, week, month
    dimension TEXT   NOT NULL, -- country, method …; empty: by purpose and channel alone
    span      TEXT   NOT NULL, -- 2026-11-22, 2026-W47, 2026-11
    fact      TEXT   NOT NULL, -- granted, withdrawn …
    purpose   TEXT   NOT NULL,
    channel   TEXT   NOT NULL,
    value     TEXT   NOT NULL, -- of the dimension
    n         BIGINT NOT NULL,
    PRIMARY KEY (org, grain, dimension, span, fact, purpose, channel, value)
);
