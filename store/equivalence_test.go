package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"assent"
	"assent/store"
	"assent/store/storetest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// world is a small set of names, so that random acts meet.
type world struct {
	people, points, hashes []assent.ID
	start                  time.Time
}

func newWorld(t testing.TB) world {
	w := world{start: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}
	for range 3 {
		w.people = append(w.people, newID(t))
		w.points = append(w.points, newID(t))
		w.hashes = append(w.hashes, newID(t))
	}
	return w
}

// act draws one thing to do in a transaction.
func (w world) act(t testing.TB, r *rapid.T) func(*store.Tx) error {
	person, other := rapid.SampledFrom(w.people).Draw(r, "person"), rapid.SampledFrom(w.people).Draw(r, "other")
	point := rapid.SampledFrom(w.points).Draw(r, "point")
	hash := assent.Pseudonym{KeyID: rapid.Int64Range(1, 2).Draw(r, "key"), Hash: rapid.SampledFrom(w.hashes).Draw(r, "hash")}
	text := rapid.SampledFrom([]string{"a", "é\x00\xff", ""}).Draw(r, "text")
	at := w.start.Add(time.Duration(rapid.IntRange(0, 3).Draw(r, "minutes")) * time.Minute)
	e := fact(t)
	e.Person = person
	e.Type = rapid.SampledFrom([]assent.EventType{assent.ConsentGranted, assent.CataloguePublished}).Draw(r, "type")
	state := func(tx *store.Tx) error {
		s, err := tx.State(person)
		if err != nil {
			return err
		}
		s.Apply(e)
		return tx.PutState(s)
	}
	return rapid.SampledFrom([]func(*store.Tx) error{
		func(tx *store.Tx) error { return tx.Append(e, []byte(text)) },
		func(tx *store.Tx) error { return errors.Join(tx.Append(e, nil), state(tx)) },
		func(tx *store.Tx) error { return errors.Join(tx.Append(e, nil), errRefused) },
		func(tx *store.Tx) error { return tx.PutPerson(store.Person{ID: person, Wrapped: []byte(text)}) },
		func(tx *store.Tx) error { return tx.MergePerson(person, other) },
		func(tx *store.Tx) error { return tx.ShredPerson(person) },
		func(tx *store.Tx) error {
			return tx.PutPoint(store.PointRow{ID: point, Person: person, Kind: assent.EmailAddress, Pseudonym: hash, Created: at})
		},
		func(tx *store.Tx) error { return tx.ErasePoint(point) },
		func(tx *store.Tx) error {
			return tx.PutSuppression(store.Suppression{Pseudonym: hash, Scope: assent.Everything(), Day: assent.DayOf(at)})
		},
		func(tx *store.Tx) error {
			return tx.PutIdempotent(store.Idempotent{Key: text, Event: e.ID, Response: []byte(text)})
		},
		func(tx *store.Tx) error { return tx.AddMail(hash, at) },
		func(tx *store.Tx) error {
			return tx.PutItem(store.Item{Kind: "purpose", ID: text, Version: at.String(), Body: []byte(text)})
		},
		func(tx *store.Tx) error {
			return tx.PutDelivery(store.Delivery{Follower: "mail", Event: point, Destination: text, Next: at, LastError: text})
		},
	}).Draw(r, "act")
}

// everything reads all that the world may have become.
func (w world) everything(v *store.View) []any {
	var out []any
	look := func(what any, err error) { out = append(out, what, fmt.Sprint(err)) }
	look(v.Head())
	look(v.Published())
	look(v.Events(0, 100))
	look(v.Items())
	look(v.People(assent.ID{}, 10))
	look(v.States(assent.ID{}, 10))
	look(v.DueDeliveries(w.start.Add(time.Minute), 10))
	for i := range w.people {
		look(v.RecordsOf(w.people[i]))
		look(v.State(w.people[i]))
		look(v.EventsOf(w.people[i]))
		look(v.PointsOf(w.people[i]))
		for key := range int64(3) {
			hash := assent.Pseudonym{KeyID: key, Hash: w.hashes[i]}
			row, found, err := v.PointByPseudonym(assent.EmailAddress, []assent.Pseudonym{hash})
			look(row, err)
			look(found, nil)
			look(v.Suppressed([]assent.Pseudonym{hash}))
			look(v.MailsSince(hash, w.start.Add(time.Minute)))
		}
	}
	for _, key := range []string{"a", "é\x00\xff", ""} {
		answer, found, err := v.Idempotent(key)
		look(answer, err)
		look(found, nil)
	}
	return out
}

func TestBothDatabasesBecomeTheSameByTheSameActs(t *testing.T) {
	clock := func() time.Time { return time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC) }
	var archives []*store.Archive
	for _, url := range []string{storetest.SQLiteURL(t), storetest.PostgresURL(t)} {
		a, err := store.Open(t.Context(), url, store.Options{Now: clock})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		archives = append(archives, a)
	}
	rapid.Check(t, func(r *rapid.T) {
		org, w := newID(t), newWorld(t)
		for range rapid.IntRange(1, 25).Draw(r, "acts") {
			act := w.act(t, r)
			first, second := archives[0].Write(t.Context(), org, act), archives[1].Write(t.Context(), org, act)
			if (first == nil) != (second == nil) {
				r.Fatalf("one takes it, the other does not:\n%v\n%v", first, second)
			}
		}
		var seen [2][]any
		for i, a := range archives {
			read(t, a, org, func(v *store.View) error {
				seen[i] = w.everything(v)
				return nil
			})
		}
		if diff := cmp.Diff(seen[0], seen[1]); diff != "" {
			r.Fatalf("they differ:\n%s", diff)
		}
	})
}
