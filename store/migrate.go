package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"assent"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrationFiles embed.FS

// Migrate brings the database at url to the schema that this program needs, creating an
// SQLite file (readable by its owner only) if there is none. Doing it again changes nothing.
// Only `assent init` and `assent migrate` do it: a server never changes tables by being started.
func Migrate(ctx context.Context, url string) (err error) {
	if rest, ok := strings.CutPrefix(url, "sqlite:"); ok {
		if err := createSQLite(rest); err != nil {
			return err
		}
	}
	e, err := openEngine(ctx, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.close()) }()
	migrations, err := e.migrations()
	if err != nil {
		return err
	}
	if e.name == "sqlite" { // what is copied may be more than memory takes
		if _, err := e.write.ExecContext(ctx, "PRAGMA cache_spill = ON; PRAGMA temp_store = FILE"); err != nil {
			return explain(e, fmt.Errorf("migrate: %w", err))
		}
	}
	if _, err := migrations.Up(ctx); err != nil {
		return explain(e, fmt.Errorf("migrate: %w", err))
	}
	return explain(e, e.raiseFence(ctx))
}

func (e *engine) migrations() (*goose.Provider, error) {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithGoMigrations(e.twins()...)}
	if e.dialect == goose.DialectPostgres { // two nodes may be told to migrate at once
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(e.dialect, e.write, files, options...)
}

// twins are the migrations that say something different to each database.
func (e *engine) twins() []*goose.Migration {
	twin := func(version int64, name string) *goose.Migration {
		run := func(ctx context.Context, tx *sql.Tx) error {
			text, err := migrationFiles.ReadFile("migrations/" + e.name + "/" + name)
			if err == nil {
				_, err = tx.ExecContext(ctx, string(text))
			}
			return err
		}
		return goose.NewGoMigration(version, &goose.GoFunc{RunTx: run}, nil)
	}
	return []*goose.Migration{twin(7, "0007_trees.sql"), twin(19, "0019_fewer_trees.sql")}
}

// checkSchema refuses a database whose tables are not those this program knows.
func (e *engine) checkSchema(ctx context.Context) error {
	migrations, err := e.migrations()
	if err != nil {
		return err
	}
	have, want, err := migrations.GetVersions(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("read schema version: %w", err)
	case have < want:
		return assent.Problemf("SCHEMA_OLD", "The archive has schema version %d and this program needs %d. "+
			"Stop every server that uses it, make a backup, and run `assent migrate`.", have, want).OfKind(assent.Unusable)
	case have > want:
		return assent.Problemf("SCHEMA_NEW", "The archive has schema version %d, from a newer assent; this program knows %d. "+
			"Use the newer program.", have, want).OfKind(assent.Unusable)
	}
	return nil
}
