package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"assent/screen"
)

// screening is the job of putting an answer beside each row of a list.
type screening struct {
	*town
	crowd *crowd
	path  string
	rows  int
}

// screeningRaces are the jobs about all people of a town at once.
func screeningRaces(t *town, c *crowd, rows int) ([]race, error) {
	path, err := t.list(rows)
	if err != nil {
		return nil, err
	}
	s := screening{t, c, path, rows}
	cores := runtime.GOMAXPROCS(0)
	known := fmt.Sprintf("%s people on record, all answers kept", thousands(float64(t.people)))
	return []race{
		{name: "screening a list", unit: "rows", data: fmt.Sprintf("%s; a CSV file of %s rows and three columns, four of five known; the list is written out with four columns more", known, thousands(float64(rows))),
			goals: []goal{
				{want: "≥ 25 × COPY + join + COPY", of: ratioTo("PostgreSQL: COPY"), least: 25, bound: "every row is checked, hashed (AES-CMAC), looked up and written; PostgreSQL throws its file away"},
				{want: "≥ 8 × its best plan, which only counts", of: ratioTo("PostgreSQL: unlogged"), least: 8, bound: "as above; the best plan writes no list"},
				{want: "≤ 4 × the time of a bare line scan", of: timesOf("a bare line scan"), most: 4, bound: "a scan does not hash, and writes nothing"},
			},
			field: []runner{
				{fmt.Sprintf("assent: screen.Run, %d cores", cores), s.screen(cores)},
				{"assent: screen.Run, one core", s.screen(1)},
				{"assent: the same rows as JSON lines", s.screenLines},
				{"assent: screen.Settled, with digests of both files, as `assent screen` does", s.settled},
				{"PostgreSQL: COPY in, join, COPY out", s.copyJoinCopy},
				{"PostgreSQL: unlogged table, parallel hash join, counts only", s.bestPlan},
				{"a bare line scan of the file", s.scan},
			}},
		{name: "who may get it now, counted", unit: "people", data: known + "; by answer, basis, reason, country and language",
			goals: []goal{{want: "≤ 20 ms, however many there are", of: tookMillis, most: 20, bound: "counts are kept along; the head of the log is read first"}},
			field: []runner{
				{"assent: Desk.Counts", s.counts},
				{"PostgreSQL: GROUP BY", func(ctx context.Context) (lap, error) { return groupBy(ctx, c.postgres, t.people) }},
				{"SQLite: GROUP BY", func(ctx context.Context) (lap, error) { return groupBy(ctx, c.sqlite, t.people) }},
			}},
		{name: "who may get it now, written out", unit: "people", data: known + "; nine of ten may, and each of their addresses is opened with a key of its own; PostgreSQL keeps them in the clear",
			goals: []goal{{want: "1 million in ≤ 5 s (200,000/s)", of: rateOf, least: 200_000, bound: "two decryptions a person (her key, her address), and reading her row of the store"}},
			field: []runner{
				{"assent: screen.Audience", s.audience},
				{"PostgreSQL: COPY of those allowed", s.copyOut},
			}},
	}, nil
}

// screen runs ours with some cores.
func (s screening) screen(cores int) func(context.Context) (lap, error) {
	return func(ctx context.Context) (lap, error) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		in, err := os.Open(s.path)
		if err != nil {
			return lap{}, err
		}
		defer in.Close()
		return s.into(func(out io.Writer) (int, error) {
			tally, err := screen.Run(ctx, s.org, in, out, s.desk, newsletter, screen.Options{}, nil)
			if err == nil && (tally.Rows != s.rows || tally.Allow == 0 || tally.Deny == 0) {
				err = fmt.Errorf("of %d rows %d were screened: %d allowed, %d denied", s.rows, tally.Rows, tally.Allow, tally.Deny)
			}
			return tally.Rows, err
		})
	}
}

// settled screens as the program does when it writes a file.
func (s screening) settled(ctx context.Context) (lap, error) {
	in, err := os.Open(s.path)
	if err != nil {
		return lap{}, err
	}
	defer in.Close()
	out, err := os.CreateTemp("", "assent-bench*.csv")
	if err != nil {
		return lap{}, err
	}
	defer os.Remove(out.Name())
	defer out.Close()
	return timed(func() (int, error) {
		tally, _, err := screen.Settled(ctx, s.org, screen.Digest(in), screen.Digest(out), s.desk, newsletter, screen.Options{}, nil)
		return tally.Rows, err
	})
}

// screenLines screens the list as JSON lines, which are written before the clock starts.
func (s screening) screenLines(ctx context.Context) (lap, error) {
	if err := s.asLines(s.rows); err != nil {
		return lap{}, err
	}
	in, err := os.Open(s.lines)
	if err != nil {
		return lap{}, err
	}
	defer in.Close()
	return s.into(func(out io.Writer) (int, error) {
		tally, err := screen.Run(ctx, s.org, in, out, s.desk, newsletter, screen.Options{Format: screen.NDJSON}, nil)
		return tally.Rows, err
	})
}

// into times writing a file, straight, as the program does.
func (s screening) into(do func(io.Writer) (int, error)) (lap, error) {
	f, err := os.CreateTemp("", "assent-bench*.csv")
	if err != nil {
		return lap{}, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	return timed(func() (int, error) { return do(f) })
}

// scan finds the ends of lines.
func (s screening) scan(context.Context) (lap, error) {
	f, err := os.Open(s.path)
	if err != nil {
		return lap{}, err
	}
	defer f.Close()
	return timed(func() (int, error) {
		lines := 0
		in := bufio.NewScanner(f)
		in.Buffer(make([]byte, 1<<20), 1<<20)
		for in.Scan() {
			if !bytes.HasPrefix(in.Bytes(), []byte("email,")) {
				lines++
			}
		}
		return lines, in.Err()
	})
}

const (
	listColumns = "(email TEXT, name TEXT, city TEXT)"
	listJoin    = " FROM list l LEFT JOIN consent c ON c.email = lower(trim(l.email))"
)

func (s screening) copyJoinCopy(ctx context.Context) (lap, error) {
	return s.onPostgres(ctx, "CREATE TEMP TABLE list "+listColumns, "COPY list FROM '"+s.path+"' CSV HEADER", "ANALYZE list",
		"COPY (SELECT l.*, CASE WHEN c.allowed = 1 THEN 'allow' ELSE 'deny' END, coalesce(c.reason, 'NO_BASIS'), coalesce(c.basis, 'none'), coalesce(c.until, '')"+listJoin+") TO '/dev/null' CSV", "DROP TABLE list")
}

// bestPlan lets all cores join, which a temporary table forbids, and writes no list.
func (s screening) bestPlan(ctx context.Context) (lap, error) {
	return s.onPostgres(ctx, "CREATE UNLOGGED TABLE list "+listColumns, "COPY list FROM '"+s.path+"' CSV HEADER", "ANALYZE list",
		"SET max_parallel_workers_per_gather = 4", "SELECT c.allowed, c.reason, count(*)"+listJoin+" GROUP BY 1, 2", "DROP TABLE list")
}

func (s screening) onPostgres(ctx context.Context, all ...string) (lap, error) {
	if s.crowd.postgres == nil {
		return lap{}, errNoPostgres
	}
	c, err := s.crowd.postgres.Conn(ctx)
	if err != nil {
		return lap{}, err
	}
	defer c.Close()
	l, err := timed(func() (int, error) { return s.rows, statements(ctx, c, all...) })
	l.cpu = 0 // is the database's
	return l, err
}

func (s screening) counts(ctx context.Context) (lap, error) {
	return timed(func() (int, error) {
		groups, _, err := s.desk.Counts(ctx, s.org, newsletter)
		n := 0
		for _, g := range groups {
			n += g.Points
		}
		if err == nil && n < s.people {
			err = fmt.Errorf("%d of %d people were counted", n, s.people)
		}
		return n, err
	})
}

func (s screening) audience(ctx context.Context) (lap, error) {
	return s.into(func(out io.Writer) (int, error) {
		w := bufio.NewWriterSize(out, 1<<20)
		tally, err := screen.Audience(ctx, s.org, screen.People{Archive: s.archive, Vault: s.vault}, s.desk, newsletter, w, screen.Options{}, nil)
		if err == nil && tally.Rows < s.people {
			err = fmt.Errorf("%d of %d people were asked about", tally.Rows, s.people)
		}
		return tally.Allow, errors.Join(err, w.Flush())
	})
}

func (s screening) copyOut(ctx context.Context) (lap, error) {
	l, err := s.onPostgres(ctx, "COPY (SELECT email, country, language, basis, reason, until FROM consent WHERE allowed = 1) TO '/dev/null' CSV")
	l.count = s.people - s.people/10
	return l, err
}
