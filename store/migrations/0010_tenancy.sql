-- Several organisations in one installation, each with an address of its own.

-- +goose Up

-- Where its people reach it; empty: at the address of the installation's configuration.
ALTER TABLE organisation ADD COLUMN public_url TEXT NOT NULL DEFAULT '';
