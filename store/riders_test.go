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
