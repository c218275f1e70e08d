package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

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
