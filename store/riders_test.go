package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"assent/store"
	"assent/store/storetest"
)

// Followers note how far they are while people sign up: one whose note fails leaves nothing of it, and stops nobody.
func TestWhatFollowersNoteBesideActsIsKeptUnlessTheyFail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org, refused := newID(t), errors.New("refused")
		write(t, a, org, appending(fact(t))) // there is a log
		const acts, followers, rounds = 600, 4, 25
		var all sync.WaitGroup
		for i := range acts {
			all.Go(func() {
				ahead, fn := signUp(t, org, pseudonym(i, 200))
				if err := a.Record(t.Context(), org, ahead, fn); err != nil {
					t.Error(err)
				}
			})
		}
		for f := range followers {
			all.Go(func() {
				for round := range rounds {
					err := a.Update(t.Context(), org, func(tx *store.Tx) error {
						if err := tx.SetCursor(fmt.Sprint(f), int64(round)); err != nil || round%2 == 0 {
							return err
						}
						return refused
					})
					if want := round%2 == 1; errors.Is(err, refused) != want || err != nil && !want {
						t.Errorf("round %d: %v", round, err)
					}
				}
			})
		}
		all.Wait()
		read(t, a, org, func(v *store.View) error {
			if head, err := v.Head(); err != nil || head != acts+1 {
				t.Errorf("%d events are recorded (%v), want %d", head, err, acts+1)
			}
			for f := range followers {
				if at, err := v.Cursor(fmt.Sprint(f)); err != nil || at != rounds-1 {
					t.Errorf("follower %d is at %d (%v), want %d", f, at, err, rounds-1)
				}
			}
			return nil
		})
	})
}

// An Update that leaves its goroutine or panics in the middle of a stream is its own misfortune.
func TestAFollowerThatLeavesInItsTurnStopsNobody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		write(t, a, org, appending(fact(t)))
		var all sync.WaitGroup
		for i := range 300 {
			all.Go(func() {
				if i%10 == 0 {
					defer func() { _ = recover() }()
					_ = a.Update(t.Context(), org, func(tx *store.Tx) error {
						_ = tx.SetCursor("left", 1)
						panic("in its turn")
					})
					return
				}
				ahead, fn := signUp(t, org, pseudonym(i, 200))
				if err := a.Record(t.Context(), org, ahead, fn); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		read(t, a, org, func(v *store.View) error {
			if at, err := v.Cursor("left"); err != nil || at != 0 {
				t.Errorf("what was begun is kept: %d (%v)", at, err)
			}
			return nil
		})
	})
}

// Of some batches an act is refused by the database itself, and some are overtaken by another program: all who rode are carried again.
func TestWhatFollowersAddIsAddedOnceHoweverOftenABatchIsDoneAgain(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		org, twice := newID(t), fact(t)
		a, err := store.Open(t.Context(), url, store.Options{Batch: 8})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		other := storetest.Open(t, url)
		write(t, a, org, appending(twice))
		const acts, poison, rides = 1500, 50, 500
		var all sync.WaitGroup
		for i := range acts {
			all.Go(func() {
				ahead, fn := signUp(t, org, pseudonym(i, 200))
				if i%poison == 0 { // it has an identifier that the log has already
					e := *twice
					fn = func(tx *store.Tx) error { return tx.Append(&e, nil) }
				}
				if err := a.Record(t.Context(), org, ahead, fn); (err != nil) != (i%poison == 0) {
					t.Error(err)
				}
				if i%(acts/2) == 0 {
					if err := other.Write(t.Context(), org, appending(fact(t))); err != nil {
						t.Error(err)
					}
				}
			})
			if i < rides {
				all.Go(func() {
					add := func(tx *store.Tx) error { return tx.Count(store.Counter{Span: "2026", Fact: "ride", Count: 1}) }
					if err := a.Update(t.Context(), org, add); err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		read(t, a, org, func(v *store.View) error {
			counters, err := v.AllCounters("")
			if err != nil || len(counters) != 1 || counters[0].Count != rides {
				t.Errorf("%v (%v), want %d", counters, err, rides)
			}
			if head, err := v.Head(); err != nil || head != acts-acts/poison+3 {
				t.Errorf("%d events are recorded (%v), want %d", head, err, acts-acts/poison+3)
			}
			return nil
		})
	})
}
