package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assent/store"
	"assent/store/storetest"
)

// across are the only statements that read more than one organisation.
var across = []string{"organisations"}

// bound matches the condition or the column that ties a table to the organisation of the transaction.
var bound = regexp.MustCompile(`\b(WHERE|AND) (\w+\.)?org = \$1\b|\b(AND|ON) \w+\.org = \w+\.org\b|\(org, [^)]*\)\s+VALUES \(\$1|assent_head\(\$1\)`)

// tabled matches each mention of a table that is read or written.
var tabled = regexp.MustCompile(`(?:FROM|JOIN|INTO|UPDATE) ([a-z_]+)`)

func TestEveryStatementBindsTheOrganisation(t *testing.T) {
	for _, database := range []string{"sqlite", "postgres"} {
		texts, err := store.StatementTexts(database)
		if err != nil || len(texts) < 100 {
			t.Fatalf("%d statements of %s, %v", len(texts), database, err)
		}
		for name, text := range texts {
			if slices.Contains(across, name) || strings.Contains(name, "*") { // those for many rows are made from those for one
				continue
			}
			text = strings.ReplaceAll(text, "DO UPDATE SET", "")
			if tables, ties := len(tabled.FindAllString(text, -1)), len(bound.FindAllString(text, -1)); ties < tables || ties == 0 {
				t.Errorf("%s of %s names %d tables and ties %d of them to the organisation:\n%s", name, database, tables, ties, text)
			}
		}
	}
}

func TestATableBelongsToAnOrganisationByTheFirstColumnOfItsKeys(t *testing.T) {
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no migrations: %v", err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range regexp.MustCompile(`(?s)CREATE TABLE (\w+) \((.*?)\n\);`).FindAllStringSubmatch(string(text), -1) {
			if !regexp.MustCompile(`PRIMARY KEY \(org\b|org\s+BYTEA\s+NOT NULL PRIMARY KEY`).MatchString(table[2]) {
				t.Errorf("%s: the key of %s does not begin with the organisation", f, table[1])
			}
		}
		for _, index := range regexp.MustCompile(`INDEX (\w+) ON \w+ \((\w+)`).FindAllStringSubmatch(string(text), -1) {
			if index[2] != "org" {
				t.Errorf("%s: the index %s begins with %s", f, index[1], index[2])
			}
		}
	}
}

// fenced returns a PostgreSQL archive with a fact of one organisation, and a connection to it as the program's own role.
func fenced(t *testing.T) (*store.Archive, *sql.DB) {
	t.Helper()
	url := storetest.PostgresURL(t)
	a := storetest.Open(t, url)
	if on, err := a.Fenced(t.Context()); err != nil || !on {
		t.Fatalf("the role of ASSENT_TEST_POSTGRES is not bound by row-level security: name one that is no superuser (%v)", err)
	}
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return a, db
}

func TestPostgreSQLPutsEveryTableBehindTheFence(t *testing.T) {
	_, db := fenced(t)
	rows, err := db.QueryContext(t.Context(), `SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
			SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'own' AND p.polcmd = '*')
		FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'goose_db_version'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	tables := 0
	for rows.Next() {
		var table string
		var behind bool
		if err := rows.Scan(&table, &behind); err != nil {
			t.Fatal(err)
		}
		if tables++; !behind {
			t.Errorf("%s has no row-level security", table)
		}
	}
	if err := rows.Err(); err != nil || tables < 20 {
		t.Fatalf("%d tables, %v", tables, err)
	}
}

func TestAQueryThatNamesNoOrganisationSeesNothing(t *testing.T) {
	a, db := fenced(t)
	ours, theirs := newID(t), newID(t)
	write(t, a, ours, appending(fact(t)))
	write(t, a, theirs, appending(fact(t)))
	write(t, a, theirs, appending(fact(t)))
	count := func(setting, query string) (n int) {
		t.Helper()
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = tx.Rollback() }()
		if setting != "" {
			if _, err := tx.ExecContext(t.Context(), setting); err != nil {
				t.Fatal(err)
			}
		}
		if err := tx.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	as := func(id string) string { return "SET LOCAL assent.org = '" + strings.ReplaceAll(id, "-", "") + "'" }
	for _, c := range []struct {
		name, setting, query string
		want                 int
	}{
		{"no organisation", "", "SELECT count(*) FROM event", 0},
		{"an empty one", "SET LOCAL assent.org = ''", "SELECT count(*) FROM event", 0},
		{"the directory opens no other table", "SET LOCAL assent.directory = 'on'", "SELECT count(*) FROM event", 0},
		{"ours", as(ours.String()), "SELECT count(*) FROM event", 1},
		{"theirs", as(theirs.String()), "SELECT count(*) FROM event", 2},
		{"the logs", as(ours.String()), "SELECT count(*) FROM log", 1},
		{"again none, on the same connection", "", "SELECT count(*) FROM event", 0},
	} {
		if n := count(c.setting, c.query); n != c.want {
			t.Errorf("%s: %d rows, want %d", c.name, n, c.want)
		}
	}
	if _, err := db.ExecContext(t.Context(), "INSERT INTO log (org, next, recorded, published) VALUES ('\\x01', 0, 0, -1)"); err == nil {
		t.Error("a row of no organisation was written")
	}
}

func TestOrganisationsAreListedAndKnowNothingOfEachOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		ours, theirs := newID(t), newID(t)
		for i, o := range []store.Org{{ID: ours, Name: "Ours"}, {ID: theirs, Name: "Theirs", PublicURL: "https://theirs.example"}} {
			if err := a.Update(t.Context(), o.ID, func(tx *store.Tx) error { return tx.PutOrg(o) }); err != nil {
				t.Fatal(err)
			}
			for range i + 1 {
				write(t, a, o.ID, appending(fact(t)))
			}
		}
		orgs, err := a.Orgs(t.Context())
		if err != nil || len(orgs) != 2 || orgs[1].PublicURL != "https://theirs.example" {
			t.Fatalf("%v, %v", orgs, err)
		}
		for i, o := range orgs {
			n, err := a.Head(o.ID).Read(t.Context())
			if err != nil || n != int64(i+1) || head(t, a, o.ID) != n {
				t.Errorf("the log of %s has %d events, %v", o.Name, n, err)
			}
		}
	})
}
