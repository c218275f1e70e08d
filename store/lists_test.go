package store_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"assent/store"
	"assent/store/storetest"
)

// What is missing, and what one database cannot keep, is written with others as it is by itself.
func TestRowsThatAreWrittenTogetherLackWhatEachOfThemLacks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		write(t, a, org, appending(fact(t))) // there is a log
		const acts = 100
		key := func(i int) string { return fmt.Sprintf("%d é\x00\xff", i) }
		var all sync.WaitGroup
		for i := range acts {
			all.Go(func() {
				e := fact(t)
				e.Person = newID(t)
				err := a.Record(t.Context(), org, store.Ahead{Answers: []string{key(i)}}, func(tx *store.Tx) error {
					e := *e
					answer := store.Idempotent{Key: key(i)}
					if i%2 == 0 {
						answer.Event, answer.Response = e.ID, []byte(strings.Repeat("x", i*100))
					}
					if err := tx.Append(&e, nil); err != nil {
						return err
					}
					return tx.ReplaceIdempotent(answer)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		read(t, a, org, func(v *store.View) error {
			for i := range acts {
				answer, found, err := v.Idempotent(key(i))
				if err != nil || !found {
					t.Fatalf("answer %d: found %t, %v", i, found, err)
				}
				if full := i%2 == 0; full == answer.Event.IsZero() || full && len(answer.Response) != i*100 || !full && answer.Response != nil {
					t.Errorf("answer %d names event %s and has %d bytes", i, answer.Event, len(answer.Response))
				}
			}
			return nil
		})
	})
}

func TestTheLaterOfTwoAnswersStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		write(t, a, org, appending(fact(t)))
		for _, response := range []string{"first", "second"} {
			var all sync.WaitGroup
			for range 40 { // at once
				all.Go(func() {
					e := fact(t)
					err := a.Record(t.Context(), org, store.Ahead{}, func(tx *store.Tx) error {
						e := *e
						if err := tx.Append(&e, nil); err != nil {
							return err
						}
						return tx.ReplaceIdempotent(store.Idempotent{Key: "part/1", Response: []byte(response)})
					})
					if err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			read(t, a, org, func(v *store.View) error {
				answer, _, err := v.Idempotent("part/1")
				if string(answer.Response) != response {
					t.Errorf("the answer is %q, want %q", answer.Response, response)
				}
				return err
			})
		}
	})
}
