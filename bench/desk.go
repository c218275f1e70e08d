package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"assent"
	"assent/catalogue"
	"assent/decide"
	"assent/intake"
	"assent/law"
	"assent/locale"
	"assent/sample"
	"assent/store"
	"assent/vault"
)

// shop is the sample organisation with some thousand people, on SQLite in a temporary folder.
type shop struct {
	dir     string
	org     assent.ID
	archive *store.Archive
	desk    *decide.Desk
	points  []assent.Contactable // everyone, by an address that mail reaches
}

const customers = 2000

// deskJobs measures whole decisions: the person found, her facts gathered, the law asked, all in process.
func deskJobs(ctx context.Context) (_ []job, end func() error, err error) {
	s, err := openShop(ctx)
	if err != nil {
		return nil, nil, err
	}
	ask := func(explain assent.Explain) func(int) bool {
		return func(i int) bool {
			q := assent.Question{Contact: s.points[i%len(s.points)], Channel: assent.Email, Purpose: "newsletter", Explain: explain}
			d, err := s.desk.MaySend(ctx, s.org, q)
			if err != nil {
				panic(err)
			}
			return d.Decision == assent.Allow
		}
	}
	data := fmt.Sprintf("SQLite, %d people of the sample organisation with their histories, by e-mail", len(s.points))
	return []job{
		{"one whole decision in process, by the store", data, []contestant{
			{"assent: MaySend, the decision only", ask(assent.ExplainNone)},
			{"assent: MaySend, explained in full", ask(assent.ExplainFull)},
		}},
	}, s.close, nil
}

const wholeDecision = "one whole decision in process, from the index"

// indexJobs measures the same where the answer is kept.
func indexJobs(ctx context.Context) (_ []job, end func(), err error) {
	t, err := openTown(ctx, customers, "")
	if err != nil {
		return nil, nil, err
	}
	return []job{{wholeDecision, fmt.Sprintf("SQLite, %d people, nine of ten of whom have agreed; the head of the log is read before each answer", customers), []contestant{
		{"assent: MaySend, with codes of what was unmet", func(i int) bool {
			q := newsletter
			q.Contact = assent.Contactable{Email: citizen(i % customers)}
			d, err := t.desk.MaySend(ctx, t.org, q)
			if err != nil {
				panic(err)
			}
			return d.Decision == assent.Allow
		}},
	}}}, t.close, nil
}

func openShop(ctx context.Context) (_ *shop, err error) {
	s := &shop{org: assent.ID{15: 1}}
	if s.dir, err = os.MkdirTemp("", "assent-bench"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close())
		}
	}()
	clock := sample.NewClock(time.Now)
	keys, err := vault.Generate(rand.Reader, "bench.example/log", clock.Now())
	if err != nil {
		return nil, err
	}
	v, err := vault.New(keys, rand.Reader)
	if err != nil {
		return nil, err
	}
	url := "sqlite:" + filepath.Join(s.dir, "assent.db")
	if err := store.Migrate(ctx, url); err != nil {
		return nil, err
	}
	if s.archive, err = store.Open(ctx, url, store.Options{Now: clock.Now}); err != nil {
		return nil, err
	}
	return s, s.fill(ctx, clock, v)
}

// fill lets the people of the sample live their lives.
func (s *shop) fill(ctx context.Context, clock *sample.Clock, v *vault.Vault) error {
	if err := s.archive.Update(ctx, s.org, func(tx *store.Tx) error { return tx.PutOrg(store.Org{ID: s.org, Name: "Bench"}) }); err != nil {
		return err
	}
	clock.Begin()
	items, err := sample.Organisation("https://bench.example")
	if err != nil {
		return err
	}
	shelf := catalogue.New(s.archive, rand.Reader)
	if err := shelf.Publish(ctx, s.org, assent.Actor{Kind: assent.ActorHouse}, clock.Now(), items...); err != nil {
		return err
	}
	counter := intake.New(s.archive, v, shelf, intake.Options{Now: clock.Now, Random: rand.Reader})
	if _, err := sample.Populate(ctx, s.org, counter, nil, clock, customers, 1, func(int, int) {}); err != nil {
		return err
	}
	book, err := law.Embedded()
	if err != nil {
		return err
	}
	words, err := locale.Load()
	if err != nil {
		return err
	}
	s.desk = decide.New(s.archive, v, shelf, book, words, decide.Options{Now: clock.Now})
	return s.archive.Read(ctx, s.org, s.list)
}

// list finds everyone whom mail reaches.
func (s *shop) list(v *store.View) error {
	people, err := v.People(assent.ID{}, 2*customers)
	for _, p := range people {
		rows, err := v.PointsOf(p.ID)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if row.Kind.Reaches(assent.Email) {
				s.points = append(s.points, assent.Contactable{Point: row.ID})
			}
		}
	}
	return err
}

func (s *shop) close() error {
	var err error
	if s.archive != nil {
		err = s.archive.Close()
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}
