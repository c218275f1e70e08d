package store_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assent/store"
	"assent/store/storetest"
)

// wholes are the statements that are meant to read all that an organisation has of something.
var wholes = []string{"items", "keys", "operators", "import_runs", "campaigns", "screenings", "drafts", "all_suppressions", "retention_keys", "all_points", "all_merges", "all_suppressed", "webhooks", "report_doors", "all_counters_but", "drop_empty_counters"}

// A statement that finds its rows by the organisation alone takes longer with each person there is.
func TestNoStatementReadsAllOfAnOrganisationToFindOnePerson(t *testing.T) {
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(storetest.SQLiteURL(t), "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	files, err := filepath.Glob("sql/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no statements: %v", err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range strings.Split(string(text), "-- name: ")[1:] {
			name, body, _ := strings.Cut(s, "\n")
			statement, _, _ := strings.Cut(body, ";")
			for _, step := range steps(t, db, statement) {
				if all.MatchString(step) && !single.MatchString(step) && !slices.Contains(wholes, name) {
					t.Errorf("%s: %s", name, step)
				}
			}
		}
	}
}

// all matches a step that reads all of an organisation, or all there is; single one of a table
// that holds one row for each organisation.
var (
	all    = regexp.MustCompile(`\(org=\?\)$|^SCAN `)
	single = regexp.MustCompile(`(SEARCH|SCAN) (log|checkpoint|organisation|CONSTANT)\b`)
)

// What a policy of row-level security guards, PostgreSQL looks up by what cannot leak: neither COALESCE nor a sub-select is believed not to.
func TestPostgresFindsOnePersonByAnIndexBehindTheFence(t *testing.T) {
	db, err := sql.Open("pgx", storetest.PostgresURL(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	// With sequential scans as dear as can be, one is planned only where no index serves.
	for _, before := range append(peopled, "SET plan_cache_mode = force_generic_plan", "SET enable_seqscan = off", "SET enable_bitmapscan = off", "ANALYZE") {
		if _, err := db.ExecContext(t.Context(), before); err != nil {
			t.Fatal(before, err)
		}
	}
	texts, err := store.StatementTexts("postgres")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range texts {
		base, _, _ := strings.Cut(name, "*")
		if slices.Contains(wholes, base) || !reads.MatchString(text) {
			continue
		}
		if plan := generic(t, db, text); whole.MatchString(plan) {
			t.Errorf("%s:\n%s", name, plan)
		}
	}
}

var (
	reads = regexp.MustCompile(`(?i)^\s*(SELECT|UPDATE|DELETE)`)
	// whole matches a plan that reads all of a table, or all that an organisation has in it.
	whole = regexp.MustCompile(`Seq Scan on (person|event|sealed|point)\b|Scan using \w+ on (person|event|sealed|point)\b[^\n]*\n *Index Cond: \(org = [^()]*\)\n`)
	// peopled puts so many people into the archive that it pays to look one up.
	peopled = []string{
		"SET assent.org = '01'", "CREATE TEMP TABLE n AS SELECT n, decode(lpad(to_hex(n), 32, '0'), 'hex') AS id FROM generate_series(1, 5000) n",
		`INSERT INTO person (org, id, wrapped, seen, body) SELECT '\x01', id, id, n, id FROM n`,
		`INSERT INTO point (org, id, person, kind, key_id, hash, address, created) SELECT '\x01', id, id, 'email', 1, id, id, n FROM n`,
		`INSERT INTO event (org, number, id, code, type, person, recorded, leaf, body) SELECT '\x01', n, id, n, 'consent.granted', id, n, id, id FROM n`,
		`INSERT INTO sealed (org, event, number, data) SELECT '\x01', id, n, id FROM n`,
	}
)

// generic is how PostgreSQL goes about a statement whatever its parameters are.
func generic(t *testing.T, db *sql.DB, statement string) string {
	t.Helper()
	names := parameter.FindAllString(statement, -1)
	slices.Sort(names)
	nulls := strings.TrimSuffix(strings.Repeat("NULL, ", len(slices.Compact(names))), ", ")
	if nulls != "" {
		nulls = "(" + nulls + ")"
	}
	if _, err := db.ExecContext(t.Context(), "PREPARE looked AS "+statement); err != nil {
		t.Fatalf("%v in\n%s", err, statement)
	}
	rows, err := db.QueryContext(t.Context(), "EXPLAIN EXECUTE looked"+nulls)
	if err != nil {
		t.Fatalf("%v in\n%s", err, statement)
	}
	var plan strings.Builder
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(line + "\n")
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "DEALLOCATE looked"); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}

var parameter = regexp.MustCompile(`\$[0-9]+`)

// steps is how SQLite goes about a statement.
func steps(t *testing.T, db *sql.DB, statement string) (out []string) {
	t.Helper()
	names := parameter.FindAllString(statement, -1)
	slices.Sort(names)
	rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+statement, make([]any, len(slices.Compact(names)))...)
	if err != nil {
		t.Fatalf("%v in\n%s", err, statement)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		out = append(out, step)
	}
	return out
}
