package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strings"

	"assent"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteParameters open every connection. Readers work beside the writer (WAL), and a commit
// returns after fsync (synchronous=FULL; fullfsync is what macOS needs for it). The WAL is folded back
// in the background; a commit does it itself only past 64,000 pages (256 MiB), since whoever waits for it waits for two.
// Once folded back, the file is cut to 64 MiB, so that what was deleted does not lie behind for long.
const sqliteParameters = "?_busy_timeout=5000&_journal_mode=WAL&_synchronous=FULL" +
	"&_pragma=fullfsync(1)&_pragma=wal_autocheckpoint(64000)&_pragma=journal_size_limit(67108864)" +
	"&_pragma=temp_store(MEMORY)"

// writerParameters open the connection that writes. Pages that a commit touches are kept from being written before it. What
// is deleted is overwritten in the file: a key that was shredded must not be found in it.
const writerParameters = "&_txlock=immediate&_pragma=cache_spill(0)&_pragma=secure_delete(1)"

// writerCache keeps at hand the pages that commits touch; an index by random keys touches as many as it has. While a file
// is shorter than 1 GiB, each commit that has balanced a tree looks through all pages that are kept: SQLite renumbers
// the tree's pages by way of the page at that place, which is never used, and forgets afterwards what lies past the end. With
// 256 MiB that takes a millisecond, so they are for files that are longer.
func writerCache(path string) string {
	kibibytes := 64 << 10
	if file, err := os.Stat(path); err == nil && file.Size() > 1<<30 {
		kibibytes = 256 << 10
	}
	return fmt.Sprintf("&_pragma=cache_size(-%d)", kibibytes)
}

// openSQLite opens the file named by a URL's rest: a path, and if need be "?" and further
// parameters of the driver.
func openSQLite(ctx context.Context, rest string) (*engine, error) {
	path, query, _ := strings.Cut(rest, "?")
	if path == "" || strings.HasPrefix(path, ":") {
		return nil, assent.Problemf("BAD_DATABASE_URL", "sqlite: must be followed by the path of a file.")
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, assent.Problemf("NO_DATABASE",
			"There is no archive at %s. Run `assent init` to make one.", path).OfKind(assent.Unusable)
	}
	write, err := connectSQLite(path, query, writerParameters+writerCache(path), 1)
	if err != nil {
		return nil, err
	}
	read, err := connectSQLite(path, query, "&_query_only=1", max(4, runtime.GOMAXPROCS(0)))
	if err != nil {
		return nil, err
	}
	e := &engine{
		name: "sqlite", dialect: goose.DialectSQLite3,
		write: write, read: read, snapshot: sql.TxOptions{ReadOnly: true},
		oneDoor: true, hurry: make(chan struct{}, 1),
		// The file is local and no statement of ours is long: to watch for cancellation
		// inside each one would cost more than the statement.
		patient:  context.WithoutCancel,
		down:     sqliteDown,
		collided: func(error) bool { return false }, // one writer
	}
	e.tend = func(ctx context.Context) { foldWAL(ctx, e.read) }
	if err := verifySQLite(ctx, write); err != nil {
		return nil, errors.Join(cannotOpen(err), e.close())
	}
	e.wal, err = openWALIndex(ctx, path, func() (*sql.DB, error) { return connectSQLite(path, query, "&_query_only=1", 1) })
	if err != nil {
		return nil, errors.Join(cannotOpen(err), e.close())
	}
	return e, nil
}

func connectSQLite(path, query, extra string, connections int) (*sql.DB, error) {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + sqliteParameters + extra
	if query != "" {
		dsn += "&" + query
	}
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("SQLite: %w", err)
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// verifySQLite asks the database what it really does.
func verifySQLite(ctx context.Context, db *sql.DB) error {
	var mode string
	var level int
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		return fmt.Errorf("SQLite: %w", err)
	}
	if err := db.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&level); err != nil {
		return fmt.Errorf("SQLite: %w", err)
	}
	if mode != "wal" {
		return notDurable("SQLite", "journal_mode", mode, "WAL")
	}
	if names := []string{"OFF", "NORMAL"}; level < len(names) {
		return notDurable("SQLite", "synchronous", names[level], "FULL")
	}
	return nil
}

// createSQLite makes an empty database file that only its owner can read, if there is none.
func createSQLite(rest string) error {
	path, _, _ := strings.Cut(rest, "?")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return assent.Problemf("NO_DATABASE", "The archive cannot be written: %v.", err).OfKind(assent.Unusable)
	}
	return f.Close()
}

// foldWAL moves pages from the WAL into the database as far as no reader stands in the way.
// It may fail without harm: the next round or, past the limit, a commit does the same.
func foldWAL(ctx context.Context, db *sql.DB) {
	_, _ = db.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
}

// sqliteDown: locked for too long, full, unreadable or unwritable.
func sqliteDown(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL,
		sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOMEM:
		return true
	}
	return false
}
