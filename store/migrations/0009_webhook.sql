-- Webhooks: who is told of events, what each was told, and the addresses at which other products tell us.

-- +goose Up

CREATE TABLE webhook (
    org      BYTEA  NOT NULL,
    id       BYTEA  NOT NULL,
    label    TEXT   NOT NULL,
    url      TEXT   NOT NULL,
    types    TEXT   NOT NULL, -- JSON list of event types; empty: all
    personal BIGINT NOT NULL, -- 1: addresses and names go along, opened at sending
    secret   BYTEA  NOT NULL, -- sealed
    previous BYTEA,           -- sealed; the secret before, while it still signs too
    expires  BIGINT NOT NULL, -- until when it does
    first    BIGINT NOT NULL, -- number of the first event that it is told of
    created  BIGINT NOT NULL,
    failing  BIGINT NOT NULL, -- since when nothing has arrived; 0: the last did
    failures BIGINT NOT NULL, -- tries in vain since
    retry    BIGINT NOT NULL, -- no try before
    disabled BIGINT NOT NULL, -- 0 while it is in use
    reason   TEXT   NOT NULL, -- why it is not
    PRIMARY KEY (org, id)
);

-- One event for one webhook. The body is made when it is sent, and not kept.
CREATE TABLE webhook_delivery (
    org     BYTEA  NOT NULL,
    webhook BYTEA  NOT NULL,
    event   BYTEA  NOT NULL,
    type    TEXT   NOT NULL,
    attempt BIGINT NOT NULL,
    due     BIGINT NOT NULL,
    done    BIGINT NOT NULL, -- 0 while it is owed
    status  BIGINT NOT NULL, -- HTTP status of the last answer; 0: none came
    problem TEXT   NOT NULL, -- empty: it arrived, or was not tried yet
    PRIMARY KEY (org, webhook, event)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (org, webhook, done, due);

CREATE TABLE report_door (
    org     BYTEA  NOT NULL,
    id      BYTEA  NOT NULL,
    hash    BYTEA  NOT NULL, -- SHA-256 of the secret in its address
    product TEXT   NOT NULL,
    label   TEXT   NOT NULL,
    purpose TEXT   NOT NULL, -- what an unsubscribe there leaves; empty: all of the channel
    signing BYTEA,           -- sealed: what the product signs with
    created BIGINT NOT NULL,
    used    BIGINT NOT NULL, -- when something was last reported
    closed  BIGINT NOT NULL,
    PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX report_door_hash ON report_door (org, hash);
