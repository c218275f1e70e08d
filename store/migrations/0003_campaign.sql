-- Consent requests: what is asked, and for each contact how far it has come. A contact is a contact
-- point; the file it came from is not kept.

-- +goose Up

CREATE TABLE campaign (
    org     BYTEA  NOT NULL,
    id      BYTEA  NOT NULL,
    state   TEXT   NOT NULL, -- draft, checked, sending, stopped, done
    plan    BYTEA  NOT NULL, -- JSON, as its author wrote it
    actor   TEXT   NOT NULL, -- JSON: who made it
    created BIGINT NOT NULL,
    started BIGINT NOT NULL,
    ended   BIGINT NOT NULL,
    PRIMARY KEY (org, id)
);

CREATE TABLE campaign_contact (
    org      BYTEA  NOT NULL,
    campaign BYTEA  NOT NULL,
    line     BIGINT NOT NULL, -- of the file
    point    BYTEA,           -- NULL for an address that is not recorded
    event    BYTEA,           -- message.sent, as its link names it
    code     TEXT   NOT NULL,
    state    TEXT   NOT NULL, -- waiting, sending, sent, unclear, failed, left_out
    reason   TEXT   NOT NULL,
    changed  BIGINT NOT NULL,
    PRIMARY KEY (org, campaign, line)
);
CREATE INDEX campaign_contact_point ON campaign_contact (org, point, campaign, line);

