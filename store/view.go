package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"assent"
)

// View is one consistent look at what an organisation has. It is valid inside the function
// it was given to, on that function's goroutine.
type View struct {
	ctx context.Context
	tx  *sql.Tx
	sql statements
	org assent.ID

	tail   *tail   // where events may be found that were read before; nil for nowhere
	end    *logRow // of the log, in a snapshot that never changes; nil before it was read
	slate  *slate  // what is written and not yet in the database; nil when there is no such thing
	failed error   // the first statement that failed
}

// Org returns the organisation that the view belongs to.
func (v *View) Org() assent.ID { return v.org }

// fielder is a row type: fields points at its columns, in the order of its statements, for
// reading and for writing.
type fielder[T any] interface {
	*T
	fields() []any
}

// one reads the row that a statement finds, if it finds one.
func one[T any, P fielder[T]](v *View, name string, args ...any) (T, bool, error) {
	var row T
	found, err := v.scan(name, P(&row).fields(), args...)
	return row, found, err
}

// list reads all rows that a statement finds.
func list[T any, P fielder[T]](v *View, name string, args ...any) ([]T, error) {
	var out []T
	err := v.each(name, args, func(rows *sql.Rows) error {
		var row T
		if err := rows.Scan(targets(P(&row).fields())...); err != nil {
			return err
		}
		out = append(out, row)
		return nil
	})
	return out, err
}

// scan reads one row into the given pointers and reports whether there was one.
func (v *View) scan(name string, into []any, args ...any) (bool, error) {
	stmt, err := v.statement(name)
	if err != nil {
		return false, err
	}
	err = stmt.QueryRowContext(v.ctx, params(v.org, args)...).Scan(targets(into)...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, v.fail(name, err)
}

// each calls do for every row that a statement finds.
func (v *View) each(name string, args []any, do func(*sql.Rows) error) error {
	stmt, err := v.statement(name)
	if err != nil {
		return err
	}
	rows, err := stmt.QueryContext(v.ctx, params(v.org, args)...)
	if err != nil {
		return v.fail(name, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows); err != nil {
			return v.fail(name, err)
		}
	}
	return v.fail(name, rows.Err())
}

func (v *View) statement(name string) (*sql.Stmt, error) {
	if v.slate != nil && !beside[name] {
		return nil, v.fail(name, errBeyond)
	}
	stmt, ok := v.sql[name]
	if !ok {
		return nil, fmt.Errorf("no statement is named %s", name)
	}
	return v.tx.StmtContext(v.ctx, stmt), nil
}

// fail names the statement that failed, if it did, and remembers it: PostgreSQL keeps nothing of a
// turn in which one failed, whatever the caller makes of the error, so SQLite must not either.
func (v *View) fail(name string, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("%s: %w", name, err)
	if v.failed == nil {
		v.failed = err
	}
	return err
}
