package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"

	"assent"

	"github.com/pressly/goose/v3"
)

// engine is one of the two databases: its connections, and all that is said about it in Go.
type engine struct {
	name     string // of the twin folder under sql/
	dialect  goose.Dialect
	write    *sql.DB
	read     *sql.DB // the same as write on PostgreSQL
	snapshot sql.TxOptions
	oneDoor  bool                                  // Updates wait with Writes: the database has one writer
	patient  func(context.Context) context.Context // the context of a statement
	down     func(error) bool                      // the database cannot answer now
	collided func(error) bool                      // two transactions stood in each other's way; trying again helps
	warnings atomic.Int64                          // how often the server has warned of something
	wal      *walIndex                             // tells whether anything was committed; nil where nothing does
	tend     func(context.Context)                 // regular care in the background; nil for none
	written  atomic.Int64                          // rows since the care was called for
	hurry    chan struct{}                         // calls for it between its rounds
}

// careAfter is how many rows are written before care is called for: some thousand pages of SQLite's log, which the care folds
// back beside the writer. Left until its next round, they would be folded by a commit, and whoever waits for that would wait for two.
const careAfter = 8000

// wrote counts rows that were committed.
func (e *engine) wrote(rows int) {
	if e.written.Add(int64(rows)) < careAfter {
		return
	}
	e.written.Store(0)
	select {
	case e.hurry <- struct{}{}:
	default: // it is under way
	}
}

// openEngine connects to the database at url and makes sure that what it commits is durable.
func openEngine(ctx context.Context, url string) (*engine, error) {
	scheme, rest, _ := strings.Cut(url, ":")
	switch scheme {
	case "sqlite":
		return openSQLite(ctx, rest)
	case "postgres", "postgresql":
		return openPostgres(ctx, url)
	}
	return nil, assent.Problemf("BAD_DATABASE_URL",
		"A database is named by sqlite:/path/to/file.db or by postgres://user@host/name.")
}

func (e *engine) close() error {
	if e.read == e.write {
		return e.write.Close()
	}
	return errors.Join(e.wal.close(), e.read.Close(), e.write.Close())
}

// cannotOpen tells whoever starts the program what the database said; a Problem is passed on.
func cannotOpen(err error) error {
	if _, told := assent.AsProblem(err); told {
		return err
	}
	said := strings.Join(strings.Fields(err.Error()), " ") // some say it in several lines
	return fmt.Errorf("%w: %w", assent.Problemf("UNAVAILABLE",
		"The database cannot be opened; check its URL, its rights, and that it runs. It said: %s", said).
		OfKind(assent.Unavailable), err)
}

// notDurable refuses a database that may forget what it has acknowledged.
func notDurable(database, setting, value, want string) error {
	return assent.Problemf("DATABASE_NOT_DURABLE",
		"%s runs with %s=%s and may forget what it has acknowledged. Set %s=%s and start again.",
		database, setting, value, setting, want).OfKind(assent.Unusable)
}
