package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"assent/store"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// What an import is measured beside: the rows that it has made, put into the same empty tables by nothing but the database. Once as
// any program would have to, handing them over; once by the database itself, which never leaves its own form of them (SQLite
// then takes whole cells and builds each index in its order, so it is no insertion any more).

// filled are the tables into which an import writes.
var filled = []string{"event", "sealed", "person", "point", "idempotency"}

// copiedSQLite copies what an import has made into an empty database of the same schema, a table at a time.
func (j *importing) copiedSQLite(ctx context.Context, from string) (lap, error) {
	db, end, err := emptySQLite(ctx)
	if err != nil {
		return lap{}, err
	}
	defer end()
	if _, err := db.ExecContext(ctx, "ATTACH ? AS made", from); err != nil {
		return lap{}, err
	}
	return timed(func() (int, error) {
		for _, table := range filled {
			columns, where := "*", ""
			if table == "event" {
				where = " WHERE person IS NOT NULL"
			}
			if _, err := db.ExecContext(ctx, fmt.Sprintf("INSERT INTO main.%s SELECT %s FROM made.%s%s", table, columns, table, where)); err != nil {
				return 0, err
			}
		}
		return j.rows, nil
	})
}

func (j *importing) copiedPostgres(ctx context.Context, url string) (lap, error) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return lap{}, err
	}
	defer db.Close()
	if err := emptyTables(ctx, db); err != nil {
		return lap{}, err
	}
	return timed(func() (int, error) {
		for _, table := range filled {
			if _, err := db.ExecContext(ctx, fmt.Sprintf("INSERT INTO bare_%s SELECT * FROM %s", table, table)); err != nil {
				return 0, err
			}
		}
		return j.rows, nil
	})
}

// emptySQLite opens an empty database of the same schema.
func emptySQLite(ctx context.Context) (_ *sql.DB, end func(), err error) {
	h, err := build(ctx, "", store.Options{})
	if err != nil {
		return nil, nil, err
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(h.dir, "assent.db")+"?_journal_mode=WAL&_synchronous=FULL&_pragma=cache_size(-262144)")
	if err != nil {
		return nil, nil, errors.Join(err, h.close())
	}
	db.SetMaxOpenConns(1)
	return db, func() { _ = errors.Join(db.Close(), h.close()) }, nil
}

func emptyTables(ctx context.Context, db *sql.DB) error {
	var made strings.Builder
	for _, table := range filled {
		fmt.Fprintf(&made, "DROP TABLE IF EXISTS bare_%s; CREATE TABLE bare_%s (LIKE %s INCLUDING ALL);", table, table, table)
	}
	_, err := db.ExecContext(ctx, made.String())
	return err
}

// handful is how many rows are read, which is not counted, before they are inserted.
const handful = 6400

// insertedSQLite hands the rows of an import over to an empty database.
func (j *importing) insertedSQLite(ctx context.Context, from string) (lap, error) {
	db, end, err := emptySQLite(ctx)
	if err != nil {
		return lap{}, err
	}
	defer end()
	made, err := sql.Open("sqlite", "file:"+from)
	if err != nil {
		return lap{}, err
	}
	defer made.Close()
	all := lap{count: j.rows}
	for _, table := range filled {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return all, err
		}
		err = eachHandful(ctx, made, table, func(columns []string, rows [][]any) error {
			return all.add(func() error { return insertSQLite(ctx, tx, table, columns, rows) })
		})
		if err != nil {
			return all, errors.Join(err, tx.Rollback())
		}
		if err := all.add(tx.Commit); err != nil {
			return all, err
		}
	}
	return all, nil
}

// insertSQLite inserts rows, 64 a statement and the last ones singly.
func insertSQLite(ctx context.Context, tx *sql.Tx, table string, columns []string, rows [][]any) error {
	one := "(?" + strings.Repeat(", ?", len(columns)-1) + ")"
	for _, n := range []int{64, 1} {
		insert, err := tx.PrepareContext(ctx, "INSERT INTO "+table+" VALUES "+one+strings.Repeat(", "+one, n-1))
		if err != nil {
			return err
		}
		defer insert.Close()
		for ; len(rows) >= n; rows = rows[n:] {
			args := make([]any, 0, n*len(columns))
			for _, row := range rows[:n] {
				args = append(args, row...)
			}
			if _, err := insert.ExecContext(ctx, args...); err != nil {
				return err
			}
		}
	}
	return nil
}

// insertedPostgres hands the rows of an import over to empty tables.
func (j *importing) insertedPostgres(ctx context.Context, url string) (lap, error) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return lap{}, err
	}
	defer db.Close()
	if err := emptyTables(ctx, db); err != nil {
		return lap{}, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return lap{}, err
	}
	defer conn.Close()
	all := lap{count: j.rows}
	return all, conn.Raw(func(c any) error {
		tx, err := c.(*stdlib.Conn).Conn().Begin(ctx)
		if err != nil {
			return err
		}
		for _, table := range filled {
			err := eachHandful(ctx, db, table, func(columns []string, rows [][]any) error {
				return all.add(func() error {
					_, err := tx.CopyFrom(ctx, pgx.Identifier{"bare_" + table}, columns, pgx.CopyFromRows(rows))
					return err
				})
			})
			if err != nil {
				return errors.Join(err, tx.Rollback(ctx))
			}
		}
		return all.add(func() error { return tx.Commit(ctx) })
	})
}

// add counts what is done to the lap.
func (l *lap) add(do func() error) error {
	cpu, began := processor(), time.Now()
	err := do()
	l.took, l.cpu = l.took+time.Since(began), l.cpu+processor()-cpu
	return err
}

// eachHandful reads the rows of a table, some thousands at a time.
func eachHandful(ctx context.Context, made *sql.DB, table string, do func(columns []string, rows [][]any) error) error {
	where := ""
	if table == "event" {
		where = " WHERE person IS NOT NULL"
	}
	found, err := made.QueryContext(ctx, "SELECT * FROM "+table+where)
	if err != nil {
		return err
	}
	defer found.Close()
	columns, err := found.Columns()
	if err != nil {
		return err
	}
	var rows [][]any
	for found.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := found.Scan(into...); err != nil {
			return err
		}
		if rows = append(rows, row); len(rows) == handful {
			if err := do(columns, rows); err != nil {
				return err
			}
			rows = rows[:0]
		}
	}
	return errors.Join(found.Err(), do(columns, rows))
}
