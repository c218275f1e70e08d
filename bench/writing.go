package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"assent"
	"assent/intake"
	"assent/store"

	_ "modernc.org/sqlite"
)

// writing is the job of recording acts one by one, each durable before it is acknowledged: the event, its sealed
// values, the person, her contact point and her state, in a log without gaps.
type writing struct {
	writers int
	acts    int
	first   int64 // number of the first newcomer
	bytes   int   // of one event with its sealed values, as measured
}

const writerBound = "one core writes pages for all; checking, sealing and encoding are spread over the cores"

func writingRaces(pg *server, acts int) []race {
	w := writing{writers: 256, acts: acts, bytes: 1500}
	return []race{
		{
			name: "recording, SQLite", unit: "acts", data: w.data("SQLite, synchronous=FULL"),
			goals: []goal{
				{want: "≥ 25,000 acts/s", of: rateOf, least: 25_000, bound: writerBound},
				{want: "≥ 4 × one act per transaction", of: ratioTo("the same work"), least: 4, bound: writerBound},
				{want: "p99 ≤ 30 ms", of: slowestMillis, most: 30, bound: "a commit of 256 acts, and the one before it; the clients share the cores"},
			},
			field: []runner{
				{"assent: 256 writers", func(ctx context.Context) (lap, error) { return w.together(ctx, "", store.Options{}) }},
				{"the same work, one act per transaction", func(ctx context.Context) (lap, error) { return w.fewer(10).together(ctx, "", store.Options{Batch: 1}) }},
				{"one bare INSERT of as many bytes per transaction", func(ctx context.Context) (lap, error) { return w.fewer(10).bareInserts(ctx) }},
				{"as many bytes written raw, an fdatasync for 256", func(context.Context) (lap, error) { return w.raw() }},
			},
		},
		{
			name: "recording, PostgreSQL", unit: "acts", data: w.data("PostgreSQL, fsync and synchronous_commit on"),
			goals: []goal{{want: "≥ 2.5 × 16 connections singly", of: ratioTo("the same work"), least: 2.5, bound: "the database works beside us on the same cores"}},
			field: []runner{
				{"assent: 256 writers", func(ctx context.Context) (lap, error) { return w.onPostgres(ctx, pg, 1, store.Options{}) }},
				{"the same work singly, 16 connections", func(ctx context.Context) (lap, error) {
					return w.fewer(10).onPostgres(ctx, pg, 16, store.Options{Batch: 1})
				}},
				{"assent: three nodes on one database, 256 writers each", func(ctx context.Context) (lap, error) { return w.onPostgres(ctx, pg, 3, store.Options{}) }},
			},
		},
	}
}

func (w writing) data(where string) string {
	return fmt.Sprintf("%s; %s claimed consents of new people by %d writers", where, thousands(float64(w.acts)), w.writers)
}

func (w writing) fewer(times int) writing { w.acts /= times; return w }

func (w writing) onPostgres(ctx context.Context, pg *server, nodes int, o store.Options) (lap, error) {
	if pg == nil {
		return lap{}, errNoPostgres
	}
	url, err := pg.fresh(ctx)
	if err != nil {
		return lap{}, err
	}
	if nodes == 16 { // each connection is one writer's
		w.writers = 1
	}
	return w.at(ctx, url, nodes, o)
}

func (w writing) together(ctx context.Context, url string, o store.Options) (lap, error) {
	return w.at(ctx, url, 1, o)
}

// at records at some nodes on one database.
func (w writing) at(ctx context.Context, url string, nodes int, o store.Options) (lap, error) {
	first, err := build(ctx, url, o)
	if err != nil {
		return lap{}, err
	}
	defer first.close()
	all := []*house{first}
	for len(all) < nodes {
		node, err := first.again(ctx, o)
		if err != nil {
			return lap{}, err
		}
		defer node.close()
		all = append(all, node)
	}
	// The first act makes the log.
	if _, err := first.intake.Record(ctx, first.org, claim(0)); err != nil {
		return lap{}, err
	}
	return w.measure(ctx, all)
}

func (w writing) measure(ctx context.Context, nodes []*house) (lap, error) {
	var next atomic.Int64
	var failed atomic.Pointer[error]
	waits := make([][]time.Duration, w.writers*len(nodes))
	var writers sync.WaitGroup
	l, _ := timed(func() (int, error) {
		for i := range waits {
			writers.Go(func() {
				node := nodes[i%len(nodes)]
				for n := next.Add(1); n <= int64(w.acts) && failed.Load() == nil; n = next.Add(1) {
					began := time.Now()
					if _, err := node.intake.Record(ctx, node.org, claim(w.first+n)); err != nil {
						failed.Store(&err)
					}
					waits[i] = append(waits[i], time.Since(began))
				}
			})
		}
		writers.Wait()
		return w.acts, nil
	})
	if err := failed.Load(); err != nil {
		return l, *err
	}
	l.p99 = hundredth(slices.Concat(waits...))
	return l, nil
}

// hundredth is what one in a hundred exceeds.
func hundredth(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)*99/100]
}

func claim(n int64) intake.Act {
	return intake.Act{
		Type: assent.ConsentGranted, Contact: assent.Contactable{Email: fmt.Sprintf("reader%d@example.org", n)},
		Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}, Occurred: time.Date(2025, 3, 4, 9, 15, 2, 0, time.UTC),
		Evidence:   &assent.Evidence{Source: "shop form"},
		Choices:    []intake.ActChoice{{Purpose: "newsletter", Channel: assent.Email}},
		Attributes: &assent.Attributes{Country: "FR", Language: "fr"},
	}
}

// bareInserts is what SQLite does for one short row in a transaction of its own.
func (w writing) bareInserts(ctx context.Context) (lap, error) {
	dir, err := os.MkdirTemp("", "assent-bench")
	if err != nil {
		return lap{}, err
	}
	defer os.RemoveAll(dir)
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "bare.db")+"?_journal_mode=WAL&_synchronous=FULL")
	if err != nil {
		return lap{}, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "CREATE TABLE event (number INTEGER PRIMARY KEY, body BLOB NOT NULL)"); err != nil {
		return lap{}, err
	}
	insert, err := db.PrepareContext(ctx, "INSERT INTO event VALUES (?, ?)")
	if err != nil {
		return lap{}, err
	}
	defer insert.Close()
	body := make([]byte, w.bytes)
	return timed(func() (int, error) {
		for i := range w.acts {
			if _, err := insert.ExecContext(ctx, i, body); err != nil {
				return i, err
			}
		}
		return w.acts, nil
	})
}

// raw is what the disk does.
func (w writing) raw() (lap, error) {
	f, err := os.CreateTemp("", "assent-bench")
	if err != nil {
		return lap{}, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	group := make([]byte, w.writers*w.bytes)
	return timed(func() (int, error) {
		for done := 0; done < w.acts; done += w.writers {
			if _, err := f.Write(group); err != nil {
				return done, err
			}
			if err := fdatasync(f); err != nil {
				return done, err
			}
		}
		return w.acts, nil
	})
}
