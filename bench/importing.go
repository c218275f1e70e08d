package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"assent"
	"assent/imports"
	"assent/store"
)

// importing is the job of taking over a file of past consents: each row becomes an event with its evidence, a person
// with a key of her own, sealed values, a contact point, a state, and a key by which a repetition is known.
type importing struct{ rows int }

// listmonkImport is what listmonk's importer reached where it was measured, without evidence.
const listmonkImport = 4330

func importRaces(pg *server, rival *listmonk, absent error, rows int) []race {
	j := importing{rows}
	data := func(where string) string {
		return fmt.Sprintf("%s; a CSV file of %s rows: address, time of opt-in, time of confirmation, source, country", where, thousands(float64(rows)))
	}
	goals := []goal{
		{want: fmt.Sprintf("≥ 10 × the %s rows/s of listmonk, measured elsewhere", thousands(listmonkImport)), of: rateTimes(listmonkImport), least: 10, bound: "evidence, keys, hashes and encoding on the cores; one connection writes"},
		{want: "≥ 0.5 × a bare bulk insert of the same rows", of: ratioTo("the same rows, inserted"), least: 0.5, bound: "the bare insert computes nothing, asks nothing and commits once"},
	}
	var copied string // the database that the last import made
	return []race{
		{
			name: "importing, SQLite", unit: "rows", data: data("SQLite, synchronous=FULL"), goals: goals,
			field: []runner{
				{"assent: imports.Run", func(ctx context.Context) (lap, error) {
					_ = os.RemoveAll(copied)
					h, err := build(ctx, "", store.Options{})
					if err != nil {
						return lap{}, err
					}
					copied = h.dir
					l, err := j.run(ctx, h)
					if closed := h.archive.Close(); err == nil {
						err = closed
					}
					return l, err
				}},
				{"the same rows, inserted: 64 a statement, one transaction a table", func(ctx context.Context) (lap, error) {
					return j.insertedSQLite(ctx, filepath.Join(copied, "assent.db"))
				}},
				{"the same rows, copied inside the database: INSERT … SELECT", func(ctx context.Context) (lap, error) {
					return j.copiedSQLite(ctx, filepath.Join(copied, "assent.db"))
				}},
			},
		},
		{
			name: "importing, PostgreSQL", unit: "rows", data: data("PostgreSQL, fsync and synchronous_commit on"),
			goals: append(slices.Clone(goals), goal{want: "≥ 10 × listmonk in the same run", of: ratioTo("listmonk"), least: 10, bound: "listmonk writes a row and a membership; ours is an event with evidence, a key, a state and a leaf"}),
			field: []runner{
				{"assent: imports.Run", func(ctx context.Context) (lap, error) {
					if pg == nil {
						return lap{}, errNoPostgres
					}
					url, err := pg.fresh(ctx)
					if err != nil {
						return lap{}, err
					}
					_ = os.RemoveAll(copied) // what the race on SQLite has left
					copied = url
					h, err := build(ctx, url, store.Options{})
					if err != nil {
						return lap{}, err
					}
					defer h.close()
					return j.run(ctx, h)
				}},
				{"the same rows, inserted: COPY, one transaction", func(ctx context.Context) (lap, error) {
					return j.insertedPostgres(ctx, copied)
				}},
				{"the same rows, copied inside the database: INSERT … SELECT", func(ctx context.Context) (lap, error) {
					return j.copiedPostgres(ctx, copied)
				}},
				{"listmonk: its importer, by its API, without evidence", func(ctx context.Context) (lap, error) {
					if absent != nil {
						return lap{}, absent
					}
					return rival.importRows(ctx, j.rows)
				}},
			},
		},
	}
}

func (j importing) run(ctx context.Context, h *house) (lap, error) {
	path, err := j.file()
	if err != nil {
		return lap{}, err
	}
	defer os.Remove(path)
	f, err := os.Open(path)
	if err != nil {
		return lap{}, err
	}
	defer f.Close()
	o := imports.Options{Purpose: "newsletter", Channel: assent.Email, Now: time.Now}
	return timed(func() (int, error) {
		report, err := imports.Run(ctx, h.org, f, h.intake, o, nil)
		if err == nil && report.Taken != j.rows {
			err = fmt.Errorf("%d of %d rows were taken", report.Taken, j.rows)
		}
		return report.Taken, err
	})
}

func (j importing) file() (string, error) {
	f, err := os.CreateTemp("", "assent-bench*.csv")
	if err != nil {
		return "", err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	fmt.Fprintln(w, "email,status,occurred_at,confirmed_at,source,country")
	for i := range j.rows {
		fmt.Fprintf(w, "reader%d@example.org,granted,2025-03-04T09:15:02Z,2025-03-04T09:16:02Z,shop form,FR\n", i)
	}
	return f.Name(), w.Flush()
}
