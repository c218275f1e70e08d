package store_test

import (
	"errors"
	"slices"
	"testing"

	"assent"
	"assent/store"
	"assent/store/storetest"

	"pgregory.net/rapid"
)

// However readers and writers take turns, and wherever they begin, the events that a snapshot shows are those of its log.
func TestEventsAreThoseOfTheLogHoweverOftenTheyWereRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		rapid.Check(t, func(r *rapid.T) {
			orgs := []assent.ID{newID(t), newID(t)}
			lengths := []int{0, 0}
			for range rapid.IntRange(1, 30).Draw(r, "steps") {
				i := rapid.IntRange(0, 1).Draw(r, "organisation")
				if rapid.Bool().Draw(r, "writes") {
					n := rapid.SampledFrom([]int{1, 3, 70}).Draw(r, "events")
					write(t, a, orgs[i], func(tx *store.Tx) error {
						for range n {
							if err := tx.Append(fact(t), nil); err != nil {
								return err
							}
						}
						return nil
					})
					lengths[i] += n
					continue
				}
				from, limit := rapid.IntRange(0, lengths[i]+2).Draw(r, "from"), rapid.SampledFrom([]int{1, 10, 64, 500}).Draw(r, "limit")
				err := a.Read(t.Context(), orgs[i], func(v *store.View) error {
					got, err1 := v.Events(int64(from), limit)
					want, err2 := v.EventRows(int64(from), limit)
					same := slices.EqualFunc(got, want, func(g, w store.Stored) bool {
						s, found, err := v.Event(w.ID)
						return err == nil && found && s.Number == w.Number && s.Event != nil && g.Number == w.Number && g.ID == w.ID && slices.Equal(g.Body, w.Body) && g.Event != nil && g.Event.Number == w.Number
					})
					bodies, err3 := v.Bodies(int64(from), limit)
					same = same && slices.EqualFunc(bodies, want, func(b []byte, w store.Stored) bool { return slices.Equal(b, w.Body) })
					if err := errors.Join(err1, err2, err3); err != nil || !same {
						r.Fatalf("from %d, at most %d of %d: %d events, want %d (%v)", from, limit, lengths[i], len(got), len(want), err)
					}
					return nil
				})
				if err != nil {
					r.Fatal(err)
				}
			}
		})
	})
}
