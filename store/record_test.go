package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"assent"
	"assent/store"
	"assent/store/storetest"
)

// signUp adds a person with a contact point, or changes the state of the one who has it, as an act does: it looks
// first and writes then.
func signUp(t testing.TB, org assent.ID, hash assent.Pseudonym) (store.Ahead, func(*store.Tx) error) {
	e, person, point := fact(t), newID(t), newID(t)
	ahead := store.Ahead{Contacts: []store.Contact{{Kind: assent.EmailAddress, Pseudonym: hash}}, Answers: []string{e.ID.String()}}
	return ahead, func(tx *store.Tx) error {
		e := *e
		known, found, err := tx.PointByPseudonym(assent.EmailAddress, []assent.Pseudonym{hash})
		if err != nil {
			return err
		}
		if found {
			person = known.Person
		} else if err := tx.NewPerson(store.Person{ID: person, Wrapped: []byte("key")}); err != nil {
			return err
		}
		state, err := tx.State(person)
		if err != nil {
			return err
		}
		if _, answered, err := tx.Idempotent(e.ID.String()); answered || err != nil {
			return errors.Join(err, errors.New("answered before"))
		}
		e.Person = person
		if err := tx.Append(&e, []byte("sealed")); err != nil {
			return err
		}
		if !found {
			err = tx.NewPoint(store.PointRow{ID: point, Person: person, Kind: assent.EmailAddress, Pseudonym: hash, Created: tx.Now()})
		}
		if err != nil {
			return err
		}
		state.Apply(&e)
		if err := tx.PutState(state); err != nil {
			return err
		}
		return tx.PutIdempotent(store.Idempotent{Key: e.ID.String(), Event: e.ID})
	}
}

func TestManyWritersAtTwoNodesMakeOnePersonOfEachAddress(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		nodes := []*store.Archive{storetest.Open(t, url), storetest.Open(t, url)}
		org, writers, each, addresses := newID(t), 32, 12, 24
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for i := range each {
					ahead, fn := signUp(t, org, pseudonym(w*each+i, addresses))
					if err := nodes[w%2].Record(t.Context(), org, ahead, fn); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		read(t, nodes[0], org, func(v *store.View) error {
			events, err := v.Events(0, 1000)
			if len(events) != writers*each {
				t.Errorf("%d events, want %d", len(events), writers*each)
			}
			last := map[assent.ID]int64{}
			for i, e := range events {
				if e.Number != int64(i) {
					t.Fatalf("at place %d stands number %d", i, e.Number)
				}
				last[e.Person] = e.Number
			}
			people, err2 := v.People(assent.ID{}, 1000)
			if len(people) != addresses || len(last) != addresses {
				t.Errorf("%d people, %d with events, want %d", len(people), len(last), addresses)
			}
			for person, number := range last {
				state, err := v.State(person)
				if err != nil || state.Seen != number {
					t.Errorf("a state has seen event %d, the last is %d (%v)", state.Seen, number, err)
				}
			}
			return errors.Join(err, err2)
		})
	})
}

func pseudonym(i, of int) assent.Pseudonym {
	return assent.Pseudonym{KeyID: 1, Hash: [16]byte{1, byte(i % of)}}
}

func TestAnActThatIsRefusedLeavesNothingOnTheSlate(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		write(t, a, org, appending(fact(t))) // there is a log
		var all sync.WaitGroup
		for i := range 60 {
			all.Go(func() {
				ahead, fn := signUp(t, org, pseudonym(i, 60))
				err := a.Record(t.Context(), org, ahead, func(tx *store.Tx) error {
					if err := fn(tx); err != nil {
						return err
					}
					switch i % 6 {
					case 1:
						return errRefused
					case 2:
						_, _, _ = tx.EventByCode("no code") // is not for a slate: the act is taken by itself, and then keeps nothing
						return errRefused
					}
					return nil
				})
				if want := i%6 != 1 && i%6 != 2; (err == nil) != want {
					t.Errorf("act %d: %v", i, err)
				}
			})
		}
		all.Wait()
		read(t, a, org, func(v *store.View) error {
			next, err := v.Head()
			people, err2 := v.People(assent.ID{}, 1000)
			if next != 41 || len(people) != 40 {
				t.Errorf("%d events and %d people, want 41 and 40", next, len(people))
			}
			return errors.Join(err, err2)
		})
	})
}

// What a slate cannot hold is recorded by Record all the same, by itself.
func TestAnActOfAnySortIsRecorded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		write(t, a, org, appending(fact(t)))
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				e := fact(t)
				err := a.Record(t.Context(), org, store.Ahead{}, func(tx *store.Tx) error {
					if i%2 == 0 {
						if err := tx.PutItem(store.Item{Kind: "purpose", ID: fmt.Sprint(i), Version: "1", Body: []byte("{}"), Number: 1}); err != nil {
							return err
						}
					}
					return tx.Append(e, nil)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		read(t, a, org, func(v *store.View) error {
			items, err := v.Items()
			next, err2 := v.Head()
			if len(items) != 10 || next != 21 {
				t.Errorf("%d items and %d events, want 10 and 21", len(items), next)
			}
			return errors.Join(err, err2)
		})
	})
}

// An import hands over its next acts before the last are answered.
func TestActsThatAreStartedAreTakenInTheirOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		var waits []func() error
		var ids []assent.ID
		for range 300 {
			e := fact(t)
			ids = append(ids, e.ID)
			waits = append(waits, a.Start(t.Context(), org, store.Ahead{}, appending(e)))
		}
		for _, wait := range waits {
			if err := wait(); err != nil {
				t.Fatal(err)
			}
		}
		read(t, a, org, func(v *store.View) error {
			events, err := v.Events(0, 1000)
			for i, e := range events {
				if e.ID != ids[i] {
					t.Fatalf("at place %d stands another event", i)
				}
			}
			return err
		})
	})
}

// An event that cannot be written (its identifier is taken) is refused; those beside it are not.
func TestABatchOnASlateThatCannotBeCommittedIsTriedOneByOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org, twice := newID(t), fact(t)
		write(t, a, org, appending(twice))
		var all sync.WaitGroup
		for i := range 40 {
			e := fact(t)
			if i == 20 {
				e.ID = twice.ID
			}
			all.Go(func() {
				if err := a.Record(t.Context(), org, store.Ahead{}, appending(e)); (err == nil) != (i != 20) {
					t.Errorf("act %d: %v", i, err)
				}
			})
		}
		all.Wait()
		read(t, a, org, func(v *store.View) error {
			next, err := v.Head()
			if next != 40 {
				t.Errorf("%d events, want 40", next)
			}
			return err
		})
	})
}
