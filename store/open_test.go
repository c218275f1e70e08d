package store_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assent"
	"assent/store"
	"assent/store/storetest"
)

// refused opens an archive that must not open, and returns the Problem.
func refused(t *testing.T, url, code string) *assent.Problem {
	t.Helper()
	a, err := store.Open(t.Context(), url, store.Options{})
	if err == nil {
		a.Close()
	}
	return wantProblem(t, err, code)
}

func TestAnArchiveThatWillNotDoIsRefusedWithASentence(t *testing.T) {
	folder := t.TempDir()
	for name, test := range map[string]struct{ url, code, sentence string }{
		"no database":          {"mysql://localhost/x", "BAD_DATABASE_URL", "sqlite:/path/to/file.db"},
		"no file":              {"sqlite:", "BAD_DATABASE_URL", "path of a file"},
		"in memory":            {"sqlite::memory:", "BAD_DATABASE_URL", "path of a file"},
		"file does not exist":  {"sqlite:" + folder + "/none.db", "NO_DATABASE", "assent init"},
		"PostgreSQL unread":    {"postgres://%zz", "BAD_DATABASE_URL", "postgres://user@host:5432/name"},
		"PostgreSQL not there": {"postgres://a@/b?host=" + folder, "UNAVAILABLE", "check its URL"},
		"a folder":             {"sqlite:" + folder, "UNAVAILABLE", "unable to open database file"},
		"some other file":      {"sqlite:open_test.go", "UNAVAILABLE", "not a database"},
		"SQLite without fsync": {storetest.SQLiteURL(t) + "?_sync=OFF", "DATABASE_NOT_DURABLE", "synchronous=OFF"},
		"SQLite lazy":          {storetest.SQLiteURL(t) + "?_sync=NORMAL", "DATABASE_NOT_DURABLE", "Set synchronous=FULL"},
		"SQLite without WAL":   {storetest.SQLiteURL(t) + "?_journal=DELETE", "DATABASE_NOT_DURABLE", "journal_mode=delete"},
		"PostgreSQL lazy": {storetest.OwnPostgresURL(t, "synchronous_commit=off"),
			"DATABASE_NOT_DURABLE", "synchronous_commit=on"},
		"PostgreSQL without fsync": {storetest.OwnPostgresURL(t, "fsync=off"), "DATABASE_NOT_DURABLE", "fsync=off"},
		"PostgreSQL a replica": {storetest.OwnPostgresURL(t, "default_transaction_read_only=on"),
			"UNAVAILABLE", "read only"},
	} {
		t.Run(name, func(t *testing.T) {
			p := refused(t, test.url, test.code)
			if !strings.Contains(p.Detail, test.sentence) {
				t.Errorf("the sentence %q does not speak of %q", p.Detail, test.sentence)
			}
		})
	}
}

func TestASchemaThatIsNotOursIsRefused(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.db")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{"sqlite:" + empty, storetest.EmptyPostgresURL(t)} {
		if p := refused(t, url, "SCHEMA_OLD"); !strings.Contains(p.Detail, "assent migrate") {
			t.Errorf("the sentence does not say what to do: %s", p.Detail)
		}
		if err := store.Migrate(t.Context(), url); err != nil {
			t.Fatal(err)
		}
		storetest.Open(t, url)
		storetest.Exec(t, url, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, true)")
		refused(t, url, "SCHEMA_NEW")
	}
}

func TestMigratingAgainChangesNothing(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		a, org := storetest.Open(t, url), newID(t)
		write(t, a, org, appending(fact(t)))
		if err := store.Migrate(t.Context(), url); err != nil {
			t.Fatal(err)
		}
		if n := head(t, a, org); n != 1 {
			t.Errorf("%d events are recorded, want 1", n)
		}
	})
}

func TestANewSQLiteFileIsItsOwnersOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder", "100%.db")
	wantProblem(t, store.Migrate(t.Context(), "sqlite:"+path), "NO_DATABASE")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := store.Migrate(t.Context(), "sqlite:"+path); err != nil {
		t.Fatal(err)
	}
	a := storetest.Open(t, "sqlite:"+path)
	write(t, a, newID(t), appending(fact(t)))
	for _, file := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", filepath.Base(file), info.Mode())
		}
	}
}

func TestTheWALIsFoldedIntoTheFileInTheBackground(t *testing.T) {
	url := storetest.SQLiteURL(t)
	a, org := storetest.Open(t, url), newID(t)
	size := func() int64 {
		info, err := os.Stat(strings.TrimPrefix(url, "sqlite:"))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	before := size()
	write(t, a, org, func(tx *store.Tx) error { return tx.Append(fact(t), make([]byte, 2<<20)) })
	a.Tend(t.Context())
	if after := size(); after < before+1<<20 {
		t.Errorf("the file had %d bytes and has %d after 2 MiB were written", before, after)
	}
}

func TestADatabaseLockedByAnotherProgramIsUnavailable(t *testing.T) {
	url := storetest.SQLiteURL(t)
	a := storetest.Open(t, url+"?_timeout=1")
	holder, org := storetest.Open(t, url), newID(t)
	write(t, holder, org, func(*store.Tx) error {
		p := wantProblem(t, a.Write(t.Context(), org, appending(fact(t))), "UNAVAILABLE")
		if p.Kind != assent.Unavailable {
			t.Errorf("kind %v", p.Kind)
		}
		return nil
	})
	write(t, a, org, appending(fact(t)))
}

func TestEveryStatementIsSaidToBothDatabasesAndIsUsed(t *testing.T) {
	used := goSource(t)
	sqlite, err := store.StatementTexts("sqlite")
	if err != nil {
		t.Fatal(err)
	}
	postgres, err := store.StatementTexts("postgres")
	if err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(postgres, func(name, _ string) bool { // lists for columns stand for what SQLite is told row by row
		one, all := strings.CutSuffix(name, "*0")
		return all && sqlite[one] != ""
	})
	for name := range postgres {
		if _, both := sqlite[name]; !both || len(sqlite) != len(postgres) {
			t.Errorf("%s is said to one database only", name)
		}
		if one, _, _ := strings.Cut(name, "*"); !strings.Contains(used, `"`+one+`"`) {
			t.Errorf("%s is used by nobody", name)
		}
	}
}

func goSource(t *testing.T) string {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	return all.String()
}
