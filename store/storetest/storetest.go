// Package storetest gives tests a real archive: a fresh one for each test, on SQLite in a
// temporary folder or on a real PostgreSQL server, never a stand-in.
//
// The PostgreSQL server is the one that ASSENT_TEST_POSTGRES names (a URL whose user may create
// databases), or else one started from the installed binaries, once per test process, in a temporary
// folder, with fsync on as in production. It ends with the process, however that ends.
package storetest

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"assent/store"
)

// Each runs the test on both databases.
func Each(t *testing.T, test func(*testing.T, *store.Archive)) {
	t.Helper()
	EachURL(t, func(t *testing.T, url string) { test(t, Open(t, url)) })
}

// EachURL runs the test with the URL of an empty archive on each database.
func EachURL(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) { test(t, SQLiteURL(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, PostgresURL(t)) })
}

// SQLite opens an empty archive on SQLite.
func SQLite(t testing.TB) *store.Archive {
	t.Helper()
	return Open(t, SQLiteURL(t))
}

// Postgres opens an empty archive on PostgreSQL.
func Postgres(t testing.TB) *store.Archive {
	t.Helper()
	return Open(t, PostgresURL(t))
}

// SQLiteURL returns the URL of a new, migrated archive on SQLite.
func SQLiteURL(t testing.TB) string {
	t.Helper()
	empty, err := emptySQLite()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "archive.db")
	if err := os.WriteFile(path, empty, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// emptySQLite is a migrated archive, made once for the process.
var emptySQLite = sync.OnceValues(func() (file []byte, err error) {
	dir, err := os.MkdirTemp("", "assent-model-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "archive.db")
	if err := store.Migrate(context.Background(), "sqlite:"+path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// PostgresURL returns the URL of a new, migrated archive on PostgreSQL.
func PostgresURL(t testing.TB) string {
	t.Helper()
	s, err := server()
	if err != nil {
		t.Fatal(err)
	}
	if s.guard == nil { // not ours: nothing is left behind there
		return migrated(t, s.create(t, ""))
	}
	model.Do(func() { model.err = s.makeModel() })
	if model.err != nil {
		t.Fatal(model.err)
	}
	return s.create(t, "TEMPLATE "+model.name)
}

// Open opens the archive at url and closes it when the test ends.
func Open(t testing.TB, url string) *store.Archive {
	t.Helper()
	a, err := store.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatalf("open archive: %v", err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Errorf("close archive: %v", err)
		}
	})
	return a
}

// Exec runs a statement behind the archive's back, as whoever administers the database can.
func Exec(t testing.TB, url, statement string, args ...any) {
	t.Helper()
	db := behind(t, url)
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Rows are what a query finds behind the archive's back, each with the values of its columns.
func Rows(t testing.TB, url, query string) (out [][]any) {
	t.Helper()
	db := behind(t, url)
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	for err == nil && rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		err = rows.Scan(into...)
		out = append(out, row)
	}
	if err = errors.Join(err, rows.Err()); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return out
}

// behind opens a database as whoever administers it can.
func behind(t testing.TB, url string) *sql.DB {
	t.Helper()
	driver, source := "pgx", asAdministrator(url)
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		driver, source = "sqlite", "file:"+path+"?_pragma=busy_timeout(5000)"
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func migrated(t testing.TB, url string) string {
	t.Helper()
	if err := store.Migrate(t.Context(), url); err != nil {
		t.Fatalf("migrate: %v", err)
	}
	return url
}
