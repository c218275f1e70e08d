package storetest

import (
	"database/sql"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Dump returns every column of every row of a PostgreSQL database: text as it is, bytes both as they are and in
// hexadecimal, as a dump has them.
func Dump(t testing.TB, url string) (all []byte) {
	t.Helper()
	db := administer(t, url)
	defer db.Close()
	for _, table := range column[string](t, db, `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`) {
		for _, bytes := range column[string](t, db, `SELECT column_name FROM information_schema.columns WHERE table_name = '`+table+`' AND data_type = 'bytea'`) {
			for _, value := range column[[]byte](t, db, `SELECT "`+bytes+`" FROM "`+table+`" WHERE "`+bytes+`" IS NOT NULL`) {
				all = append(append(all, value...), '\n')
			}
		}
		for _, row := range column[string](t, db, `SELECT t::text FROM "`+table+`" t`) {
			all = append(append(all, row...), '\n')
		}
	}
	return all
}

// Files returns the bytes of the files of a PostgreSQL database, after it has tidied up: nil if its server is not
// ours, so that they cannot be read.
func Files(t testing.TB, url string) (all []byte) {
	t.Helper()
	db := administer(t, url)
	defer db.Close()
	for _, tidy := range []string{"VACUUM FULL", "CHECKPOINT"} {
		if _, err := db.Exec(tidy); err != nil {
			t.Fatalf("%s: %v", tidy, err)
		}
	}
	at := column[string](t, db, `SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database WHERE datname = current_database()`)[0]
	if s, err := server(); err != nil || s.guard == nil {
		return nil
	}
	err := filepath.WalkDir(at, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all = append(all, data...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// administer opens a PostgreSQL database as who administers it.
func administer(t testing.TB, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", asAdministrator(url))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// column reads a query of one column.
func column[V any](t testing.TB, db *sql.DB, query string) (out []V) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var v V
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
