package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
)

// batchOf is how many contacts one batch asks about.
const batchOf = 1000

// The races of questions by HTTP.
const (
	askingOne  = "is it allowed? one at a time, by HTTP"
	askingMany = "is it allowed? in batches of 1,000, by HTTP"
	askingWhat = "what has changed, by HTTP"
)

// batchRace asks about many at once by HTTP, beside looking each key up in a table that holds the answer.
func batchRace(s *shopfront, unready error, c *crowd, people, known, n int) race {
	n -= n % batchOf
	return race{
		name: askingMany, unit: "decisions",
		data: fmt.Sprintf("%s decisions by 8 clients, about %s people; the look-ups are in process, in a table of %s", thousands(float64(n)), thousands(float64(people)), thousands(float64(known))),
		goals: []goal{
			{want: "≥ 15 × PostgreSQL, key by key", of: ratioTo("PostgreSQL"), least: 15, bound: "copying some 600 bytes of answer for each, twice in the kernel"},
			{want: "≥ 8 × SQLite, key by key", of: ratioTo("SQLite"), least: 8, bound: "as above"},
			{want: "≥ 0.8 million/s", of: rateOf, least: 800_000, bound: "as above; the clients read all of it on the same cores"},
		},
		field: []runner{
			{"assent: POST /v1/decisions/batch", func(ctx context.Context) (lap, error) {
				if unready != nil {
					return lap{}, unready
				}
				return s.batches(ctx, n, people)
			}},
			{"assent: POST /access/v1/evaluations (AuthZEN)", func(ctx context.Context) (lap, error) {
				if unready != nil {
					return lap{}, unready
				}
				return s.manyEvaluations(ctx, n, people)
			}},
			{"PostgreSQL: a prepared SELECT per key, 16 connections", func(ctx context.Context) (lap, error) {
				return perKey(ctx, c.postgres, "SELECT reason FROM consent WHERE email = $1", 16, n/5, known)
			}},
			{"SQLite: a prepared SELECT per key", func(ctx context.Context) (lap, error) {
				return perKey(ctx, c.sqlite, "SELECT reason FROM consent WHERE email = ?", 1, n/5, known)
			}},
		},
	}
}

// batches asks about the people whom the race of single decisions asks about.
func (s *shopfront) batches(ctx context.Context, n, people int) (lap, error) {
	return s.asksMany(ctx, n, people, "/v1/decisions/batch", func(first int) any {
		return object{"contacts": s.contacts(first, people), "channel": "email", "purpose": "newsletter", "explain": "codes"}
	})
}

// manyEvaluations asks the same in the words of AuthZEN; what all have in common is said once, before the list.
func (s *shopfront) manyEvaluations(ctx context.Context, n, people int) (lap, error) {
	return s.asksMany(ctx, n, people, "/access/v1/evaluations", func(first int) any {
		subjects := make([]object, batchOf)
		for i := range subjects {
			subjects[i] = object{"subject": object{"type": "email", "id": s.askedAbout(first+i, people)}}
		}
		return struct {
			Action      object   `json:"action"`
			Resource    object   `json:"resource"`
			Evaluations []object `json:"evaluations"`
		}{object{"name": "contact"}, object{"type": "purpose", "id": "newsletter"}, subjects}
	})
}

// asksMany asks n questions in batches, of which it writes twenty beforehand.
func (s *shopfront) asksMany(ctx context.Context, n, people int, path string, batch func(first int) any) (lap, error) {
	if err := s.knowPeople(ctx, people); err != nil {
		return lap{}, err
	}
	requests := make([][]byte, 20)
	for i := range requests {
		body, err := json.Marshal(batch(i * batchOf))
		if err != nil {
			return lap{}, err
		}
		requests[i] = s.written(path, body)
	}
	l, err := ask(ctx, s.process.Process.Pid, load{
		n: n / batchOf, clients: 8, fine: answers(http.StatusOK), to: s.host(), written: func(i int) []byte { return requests[i%len(requests)] },
	})
	l.count *= batchOf
	return l, err
}

// feedRace reads the feed of changes about those people, again and again from its beginning.
func feedRace(s *shopfront, unready error, people, n int) race {
	return race{
		name: askingWhat, unit: "events",
		data: fmt.Sprintf("the feed of %s people's consents, read by 8 clients in stretches of 1,000 events; most of a stretch is in memory", thousands(float64(people))),
		field: []runner{{"assent: GET /v1/changes", func(ctx context.Context) (lap, error) {
			if unready != nil {
				return lap{}, unready
			}
			return s.changes(ctx, n, people)
		}}},
	}
}

func (s *shopfront) changes(ctx context.Context, n, people int) (lap, error) {
	if err := s.knowPeople(ctx, people); err != nil {
		return lap{}, err
	}
	stretches := max(1, people/batchOf)
	l, err := ask(ctx, s.process.Process.Pid, load{n: n / batchOf, clients: 8, fine: answers(http.StatusOK), to: s.host(), written: func(i int) []byte {
		return fmt.Appendf(nil, "GET /v1/changes?since=%d&limit=%d HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n", i%stretches*batchOf, batchOf, s.host(), s.key)
	}})
	l.count *= batchOf
	return l, err
}

func (s *shopfront) contacts(first, people int) []object {
	out := make([]object, batchOf)
	for i := range out {
		out[i] = object{"email": s.askedAbout(first+i, people)}
	}
	return out
}

// perKey looks keys up one by one.
func perKey(ctx context.Context, db *sql.DB, query string, hands, n, people int) (lap, error) {
	if db == nil {
		return lap{}, errNoPostgres
	}
	db.SetMaxOpenConns(hands)
	db.SetMaxIdleConns(hands)
	read, err := db.PrepareContext(ctx, query)
	if err != nil {
		return lap{}, err
	}
	defer read.Close()
	var next atomic.Int64
	var failed atomic.Pointer[error]
	l, _ := timed(func() (int, error) {
		var all sync.WaitGroup
		for range hands {
			all.Go(func() {
				var reason string
				for i := int(next.Add(1)); i <= n && failed.Load() == nil; i = int(next.Add(1)) {
					if err := read.QueryRowContext(ctx, citizen(i*7919%people)).Scan(&reason); err != nil {
						failed.Store(&err)
					}
				}
			})
		}
		all.Wait()
		return n, nil
	})
	if err := failed.Load(); err != nil {
		return lap{}, *err
	}
	return l, nil
}
