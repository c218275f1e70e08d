package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"strings"

	"assent"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// The fence between the organisations of one database. Every statement names its organisation; on PostgreSQL the
// server sees to it besides: row-level security shows to a transaction the rows of the organisation that its
// setting assent.org names, and to one that names none no row at all. The setting travels in the message that begins
// the transaction, so it costs no journey of its own.

// raiseFence puts every table that has organisations under row-level security.
func (e *engine) raiseFence(ctx context.Context) error {
	if e.name != "postgres" {
		return nil
	}
	text, err := migrationFiles.ReadFile("migrations/postgres/fence.sql")
	if err != nil {
		return err
	}
	if _, err := e.write.ExecContext(ctx, string(text)); err != nil {
		return fmt.Errorf("row-level security: %w", err)
	}
	return nil
}

// Fenced reports whether the database keeps organisations apart by itself. SQLite cannot; PostgreSQL does not for a
// superuser or a role with BYPASSRLS.
func (a *Archive) Fenced(ctx context.Context) (bool, error) {
	if a.engine.name != "postgres" {
		return false, nil
	}
	var free bool
	err := a.engine.read.QueryRowContext(ctx, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user").Scan(&free)
	return !free, explain(a.engine, err)
}

type settingKey struct{}

// within begins a transaction of one organisation.
func within(ctx context.Context, org assent.ID) context.Context {
	return context.WithValue(ctx, settingKey{}, "; set local assent.org = '"+hex.EncodeToString(org[:])+"'")
}

// acrossAll begins a transaction that may read which organisations there are, and nothing of theirs.
func acrossAll(ctx context.Context) context.Context {
	return context.WithValue(ctx, settingKey{}, "; set local assent.directory = 'on'")
}

// fencedConnector makes connections whose transactions begin with the setting of their context.
type fencedConnector struct{ driver.Connector }

func (f fencedConnector) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := f.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	fenced := fencedConn{c.(*stdlib.Conn)}
	takeLists(fenced.Conn.Conn().TypeMap())
	return fenced, nil
}

type fencedConn struct{ *stdlib.Conn }

// BeginTx says all in one message.
func (c fencedConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if c.Conn.Conn().IsClosed() {
		return nil, driver.ErrBadConn
	}
	begin, err := beginning(opts)
	if err != nil {
		return nil, err
	}
	setting, _ := ctx.Value(settingKey{}).(string)
	tx, err := c.Conn.Conn().BeginTx(ctx, pgx.TxOptions{BeginQuery: begin + setting})
	if err != nil {
		return nil, err
	}
	return fencedTx{ctx, tx}, nil
}

func beginning(opts driver.TxOptions) (string, error) {
	words := []string{"begin"}
	switch sql.IsolationLevel(opts.Isolation) {
	case sql.LevelDefault:
	case sql.LevelRepeatableRead:
		words = append(words, "isolation level repeatable read")
	default:
		return "", fmt.Errorf("no transaction of ours has the isolation %v", sql.IsolationLevel(opts.Isolation))
	}
	if opts.ReadOnly {
		words = append(words, "read only")
	}
	return strings.Join(words, " "), nil
}

type fencedTx struct {
	ctx context.Context
	tx  pgx.Tx
}

func (t fencedTx) Commit() error   { return t.tx.Commit(t.ctx) }
func (t fencedTx) Rollback() error { return t.tx.Rollback(t.ctx) }
