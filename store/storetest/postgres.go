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
	admin, err := sql.Open("pgx", s.url)
	if err != nil {
		t.Fatal(err)
	}
	name := "assent_" + strings.ToLower(rand.Text())
	create, owner := "CREATE DATABASE "+name, ""
	if s.plain {
		create, owner = create+" OWNER "+plainRole, plainRole
	}
	if _, err := admin.ExecContext(t.Context(), create); err != nil {
		t.Fatalf("create a database for the test: %v", err)
	}
	t.Cleanup(func() { // the test's context has ended by now
		if _, err := admin.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
		admin.Close()
	})
	return withDatabase(t, s.url, name, owner)
}

// withDatabase names a database, and who opens it, unless owner is empty.
func withDatabase(t testing.TB, base, name, owner string) string {
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(fmt.Errorf("ASSENT_TEST_POSTGRES is no URL: %w", err))
	}
	u.Path = "/" + name
	if owner != "" {
		u.User = url.User(owner)
	}
	return u.String()
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
