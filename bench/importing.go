package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"assent"
	"assent/imports"
	"assent/store"
)

// importing is the job of taking over a file of past consents: each row becomes an event with its evidence, a person
// with a key of her own, sealed values, a contact point, a state, and a key by which a repetition is known.
type importing struct {
	rows   int
	copied string // the database that the last import made
}

// listmonkImport is what listmonk's importer reached where it was measured, without evidence.
const listmonkImport = 4330

func importRaces(pg *server, rival *listmonk, absent error, rows int) []race {
	j := &importing{rows: rows}
	postgres := j.onPostgres(pg)
	postgres.goals = append(postgres.goals, goal{want: "≥ 10 × listmonk in the same run", of: ratioTo("listmonk"), least: 10, bound: "listmonk writes a row and a membership; ours is an event with evidence, a key, a state and a leaf"})
	postgres.field = append(postgres.field, runner{"listmonk: its importer, by its API, without evidence", func(ctx context.Context) (lap, error) {
		if absent != nil {
			return lap{}, absent
		}
		return rival.importRows(ctx, rows)
	}})
	return []race{j.onSQLite(), postgres}
}

// bigImportRaces are the same with a file so long that trees outgrow caches. They take minutes.
func bigImportRaces(pg *server, rows int) []race {
	if rows == 0 {
		return nil
	}
	j := &importing{rows: rows}
	races := []race{j.onSQLite(), j.onPostgres(pg)}
	for i := range races {
		r := &races[i]
		r.name, r.field = "importing a long file"+strings.TrimPrefix(r.name, "importing"), r.field[:2]
	}
	return races
}

// goals are those of an import; the second is beside what the database takes for the same rows.
func (j *importing) goals() []goal {
	return []goal{
		{want: fmt.Sprintf("≥ 10 × the %s rows/s of listmonk, measured elsewhere", thousands(listmonkImport)), of: rateTimes(listmonkImport), least: 10, bound: "evidence, keys, hashes and encoding on the cores; one connection writes"},
		{want: "≥ 0.5 × a bare bulk insert of the same rows", of: ratioTo("the same rows, inserted"), least: 0.5, bound: "the bare insert computes nothing, asks nothing and commits once"},
	}
}

func (j *importing) data(where string) string {
	return fmt.Sprintf("%s; a CSV file of %s rows: address, time of opt-in, time of confirmation, source, country", where, thousands(float64(j.rows)))
}

func (j *importing) onSQLite() race {
	return race{name: "importing, SQLite", unit: "rows", data: j.data("SQLite, synchronous=FULL"), goals: j.goals(), field: []runner{
		{"assent: imports.Run", j.intoSQLite},
		{"the same rows, inserted: 64 a statement, one transaction a table", func(ctx context.Context) (lap, error) {
			return j.insertedSQLite(ctx, filepath.Join(j.copied, "assent.db"))
		}},
		{"the same rows, copied inside the database: INSERT … SELECT", func(ctx context.Context) (lap, error) {
			return j.copiedSQLite(ctx, filepath.Join(j.copied, "assent.db"))
		}},
	}}
}

func (j *importing) intoSQLite(ctx context.Context) (lap, error) {
	_ = os.RemoveAll(j.copied)
	h, err := build(ctx, "", store.Options{})
	if err != nil {
		return lap{}, err
	}
	j.copied = h.dir
	l, err := j.run(ctx, h)
	return l, cmp.Or(err, h.archive.Close())
}

func (j *importing) onPostgres(pg *server) race {
	return race{name: "importing, PostgreSQL", unit: "rows", data: j.data("PostgreSQL, fsync and synchronous_commit on"), goals: j.goals(), field: []runner{
		{"assent: imports.Run", func(ctx context.Context) (lap, error) { return j.intoPostgres(ctx, pg) }},
		{"the same rows, inserted: COPY, one transaction", func(ctx context.Context) (lap, error) { return j.insertedPostgres(ctx, j.copied) }},
		{"the same rows, copied inside the database: INSERT … SELECT", func(ctx context.Context) (lap, error) { return j.copiedPostgres(ctx, j.copied) }},
	}}
}

func (j *importing) intoPostgres(ctx context.Context, pg *server) (lap, error) {
	if pg == nil {
		return lap{}, errNoPostgres
	}
	url, err := pg.fresh(ctx)
	if err != nil {
		return lap{}, err
	}
	_ = os.RemoveAll(j.copied) // what the race on SQLite has left
	j.copied = url
	h, err := build(ctx, url, store.Options{})
	if err != nil {
		return lap{}, err
	}
	defer h.close()
	return j.run(ctx, h)
}

func (j *importing) run(ctx context.Context, h *house) (lap, error) {
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

func (j *importing) file() (string, error) {
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
