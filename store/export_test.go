package store

import (
	"context"
	"errors"
	"strings"
)

// Tend gives the database its regular care now.
func (a *Archive) Tend(ctx context.Context) { a.engine.tend(ctx) }

// Waiting is how many callers queue for the pen.
func (a *Archive) Waiting() int { return len(a.writes.queue) }

// StatementTexts gives tests the statements of one database.
var StatementTexts = statementTexts

// MigrateTo brings a database to an earlier schema, or is interrupted before it puts new tables behind the fence.
func MigrateTo(ctx context.Context, url string, version int64, interrupted bool) (err error) {
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
	if _, err := migrations.UpTo(ctx, version); err != nil || interrupted {
		return err
	}
	return e.raiseFence(ctx)
}
