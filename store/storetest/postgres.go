package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"assent/store"
)

// installPostgres is the one sentence for a machine that lacks the server.
const installPostgres = "these tests need PostgreSQL: install it (Debian, Ubuntu: apt-get install postgresql), " +
	"or set ASSENT_TEST_POSTGRES to the URL of a server on which databases may be created"

// server is the process's server, found or started on first use.
var server = sync.OnceValues(func() (running, error) {
	if given := os.Getenv("ASSENT_TEST_POSTGRES"); given != "" {
		return running{url: given}, nil
	}
	own, err := startServer()
	if err != nil {
		return own, err
	}
	return own.addPlainRole()
})

// OwnPostgresURL starts a server with the given settings ("fsync=off") for one test and returns the
// URL of its maintenance database, without tables. Most tests want [PostgresURL] instead.
func OwnPostgresURL(t testing.TB, settings ...string) string {
	t.Helper()
	own, err := startServer(settings...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { own.guard.Close() })
	return own.url
}

// EmptyPostgresURL returns the URL of a new database without tables. It is dropped when the test ends.
func EmptyPostgresURL(t testing.TB) string {
	t.Helper()
	s, err := server()
	if err != nil {
		t.Fatal(err)
	}
	return s.create(t, "")
}

// model is a migrated database of this process, of which a test's own is a copy: that takes a tenth of the time of migrating
// each. Only a server of our own has one; it ends with the process.
var model struct {
	sync.Once
	name string
	err  error
}

// makeModel makes the model.
func (s running) makeModel() error {
	model.name = "assent_model_" + strings.ToLower(rand.Text())
	admin, err := sql.Open("pgx", s.url)
	if err != nil {
		return err
	}
	defer admin.Close()
	if _, err := admin.Exec("CREATE DATABASE " + model.name + s.owned()); err != nil {
		return fmt.Errorf("create the model of the tests' databases: %w", err)
	}
	return store.Migrate(context.Background(), s.database(model.name))
}

// owned is the clause by which a new database belongs to the plain role, if there is one.
func (s running) owned() string {
	if !s.plain {
		return ""
	}
	return " OWNER " + plainRole
}

// database is the URL of a database on the server, as its owner opens it.
func (s running) database(name string) string {
	u, err := url.Parse(s.url)
	if err != nil {
		panic(fmt.Errorf("ASSENT_TEST_POSTGRES is no URL: %w", err)) // it was connected to
	}
	u.Path = "/" + name
	if s.plain {
		u.User = url.User(plainRole)
	}
	return u.String()
}

// create makes a database for a test and returns its URL. It is dropped when the test ends.
func (s running) create(t testing.TB, from string) string {
	t.Helper()
	admin, err := sql.Open("pgx", s.url)
	if err != nil {
		t.Fatal(err)
	}
	name := "assent_" + strings.ToLower(rand.Text())
	if _, err := admin.ExecContext(t.Context(), "CREATE DATABASE "+name+s.owned()+" "+from); err != nil {
		t.Fatalf("create a database for the test: %v", err)
	}
	t.Cleanup(func() { // the test's context has ended by now
		if _, err := admin.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
		admin.Close()
	})
	return s.database(name)
}

// asAdministrator is a test's database as who administers the server opens it, whom row-level security does not bind.
func asAdministrator(database string) string {
	u, err := url.Parse(database)
	if err != nil || u.User.Username() != plainRole {
		return database
	}
	u.User = url.User("postgres")
	return u.String()
}
