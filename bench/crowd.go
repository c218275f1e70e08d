package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// crowd is what a team without assent would keep of a town: one table with an answer for each address, on PostgreSQL and
// on SQLite. It holds no evidence, and its answers are given.
type crowd struct {
	dir              string
	postgres, sqlite *sql.DB
}

const crowdTable = "CREATE TABLE consent (email TEXT PRIMARY KEY, allowed INTEGER NOT NULL, reason TEXT NOT NULL, basis TEXT NOT NULL, until TEXT NOT NULL, country TEXT NOT NULL, language TEXT NOT NULL)"

// openCrowd fills both tables with the same rows.
func openCrowd(ctx context.Context, pg *server, people int) (_ *crowd, err error) {
	c := &crowd{}
	if c.dir, err = os.MkdirTemp("", "assent-bench"); err != nil {
		return nil, err
	}
	errs := make([]error, 2)
	var work sync.WaitGroup
	if pg != nil {
		work.Go(func() { errs[0] = c.fillPostgres(ctx, pg, people) })
	}
	work.Go(func() { errs[1] = c.fillSQLite(ctx, people) })
	work.Wait()
	return c, errors.Join(errs...)
}

func (c *crowd) fillPostgres(ctx context.Context, pg *server, people int) error {
	url, err := pg.fresh(ctx)
	if err != nil {
		return err
	}
	if c.postgres, err = sql.Open("pgx", url); err != nil {
		return err
	}
	return statements(ctx, c.postgres, crowdTable, fmt.Sprintf(crowdRows, "generate_series(0, "+strconv.Itoa(people-1)+") AS n(i)"), "VACUUM ANALYZE consent")
}

// crowdRows are the people of a town, in SQL.
const crowdRows = `INSERT INTO consent SELECT 'reader' || i || '@example.org', CASE WHEN i %% 10 = 9 THEN 0 ELSE 1 END,
	CASE WHEN i %% 10 = 9 THEN 'WITHDRAWN' ELSE 'CONSENT_VALID' END, CASE WHEN i %% 10 = 9 THEN 'none' ELSE 'consent' END, '2028-03-04T23:00:00Z', 'FR', 'fr' FROM %s`

func (c *crowd) fillSQLite(ctx context.Context, people int) (err error) {
	if c.sqlite, err = sql.Open("sqlite", "file:"+filepath.Join(c.dir, "crowd.db")+"?_journal_mode=WAL&_pragma=cache_size(-262144)"); err != nil {
		return err
	}
	c.sqlite.SetMaxOpenConns(1)
	return statements(ctx, c.sqlite, crowdTable, fmt.Sprintf(crowdRows, fmt.Sprintf("(WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i+1 < %d) SELECT i FROM n)", people)), "ANALYZE")
}

func (c *crowd) close() {
	for _, db := range []*sql.DB{c.postgres, c.sqlite} {
		if db != nil {
			_ = db.Close()
		}
	}
	_ = os.RemoveAll(c.dir)
}

func statements(ctx context.Context, db interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}, all ...string) error {
	for _, s := range all {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%w: %s", err, s)
		}
	}
	return nil
}

// groupBy counts the answers; people is how many there must be.
func groupBy(ctx context.Context, db *sql.DB, people int) (lap, error) {
	if db == nil {
		return lap{}, errNoPostgres
	}
	began, cpu := time.Now(), processor()
	rows, err := db.QueryContext(ctx, "SELECT allowed, reason, basis, country, language, count(*) FROM consent GROUP BY 1, 2, 3, 4, 5")
	if err != nil {
		return lap{}, err
	}
	defer rows.Close()
	counted := 0
	for rows.Next() {
		var allowed, n int
		var reason, basis, country, language string
		if err := rows.Scan(&allowed, &reason, &basis, &country, &language, &n); err != nil {
			return lap{}, err
		}
		counted += n
	}
	if counted != people {
		return lap{}, fmt.Errorf("%d of %d people were counted: %w", counted, people, rows.Err())
	}
	return lap{count: counted, took: time.Since(began), cpu: processor() - cpu}, rows.Err()
}
