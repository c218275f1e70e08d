package store_test

import (
	"slices"
	"testing"

	"assent"
	"assent/store"
	"assent/store/storetest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// addPerson writes a record with one contact point, one event and a state that says so.
func addPerson(t testing.TB, a *store.Archive, org assent.ID) assent.ID {
	t.Helper()
	person, point := newID(t), newID(t)
	write(t, a, org, func(tx *store.Tx) error {
		e := fact(t)
		e.Person, e.Points = person, []assent.Point{{ID: point, Kind: assent.EmailAddress}}
		if err := tx.PutPerson(store.Person{ID: person, Wrapped: []byte("key of " + person.String())}); err != nil {
			return err
		}
		row := store.PointRow{ID: point, Person: person, Kind: assent.EmailAddress,
			Pseudonym: assent.Pseudonym{KeyID: 1, Hash: point}, Address: []byte("sealed"), Created: tx.Now()}
		if err := tx.PutPoint(row); err != nil {
			return err
		}
		if err := tx.Append(e, nil); err != nil {
			return err
		}
		state := assent.NewState(person)
		state.Apply(e)
		return tx.PutState(state)
	})
	return person
}

func merge(from, into assent.ID) func(*store.Tx) error {
	return func(tx *store.Tx) error { return tx.MergePerson(from, into) }
}

func TestAMergedPersonIsFoundUnderEitherRecord(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		home, work, stranger := addPerson(t, a, org), addPerson(t, a, org), addPerson(t, a, org)
		write(t, a, org, merge(work, home))
		write(t, a, org, merge(work, home)) // again: nothing changes
		read(t, a, org, func(v *store.View) error {
			for _, name := range []assent.ID{home, work} {
				p, found, err := v.Person(name)
				if err != nil || !found || p.ID != home {
					t.Errorf("Person(%s) = %s, %v, %v", name, p.ID, found, err)
				}
				events, err := v.EventsOf(name)
				if err != nil || len(events) != 2 {
					t.Errorf("%d events, %v", len(events), err)
				}
				points, err := v.PointsOf(name)
				if err != nil || len(points) != 2 {
					t.Errorf("%d contact points, %v", len(points), err)
				}
				state, err := v.State(name)
				if err != nil || state.Person != home || len(state.Points) != 2 || state.Seen != 1 {
					t.Errorf("state %+v, %v", state, err)
				}
			}
			record, _, err := v.Record(work)
			if err != nil || string(record.Wrapped) != "key of "+work.String() || record.Into != home {
				t.Errorf("the merged record is %+v, %v", record, err)
			}
			people, err := v.People(assent.ID{}, 10)
			if err != nil || len(people) != 2 || people[0].ID != home || people[1].ID != stranger {
				t.Errorf("people are %v, %v", people, err)
			}
			states, err := v.States(home, 10)
			if err != nil || len(states) != 1 || states[0].Person != stranger {
				t.Errorf("states after home are %v, %v", states, err)
			}
			return nil
		})
		if err := a.Write(t.Context(), org, merge(work, newID(t))); err == nil {
			t.Error("a person was merged with a record that does not exist")
		}
	})
}

func TestMergesInAnyOrderJoinTheSamePeople(t *testing.T) {
	a := storetest.SQLite(t)
	rapid.Check(t, func(r *rapid.T) {
		org := newID(t)
		people := make([]assent.ID, rapid.IntRange(2, 6).Draw(r, "people"))
		group := map[assent.ID]int{} // the model: who is one with whom
		for i := range people {
			people[i] = addPerson(t, a, org)
			group[people[i]] = i
		}
		one := rapid.SampledFrom(people)
		for range rapid.IntRange(1, 8).Draw(r, "merges") {
			from, into := one.Draw(r, "from"), one.Draw(r, "into")
			write(t, a, org, merge(from, into))
			old := group[from]
			for p, g := range group {
				if g == old {
					group[p] = group[into]
				}
			}
		}
		read(t, a, org, func(v *store.View) error {
			for _, p := range people {
				records, err := v.RecordsOf(p)
				if err != nil {
					return err
				}
				for _, q := range people {
					joined := slices.ContainsFunc(records, func(rec store.Person) bool { return rec.ID == q })
					if joined != (group[p] == group[q]) {
						r.Fatalf("%s and %s joined: %v", p, q, joined)
					}
				}
				events, err := v.EventsOf(p)
				if err != nil || len(events) != len(records) {
					r.Fatalf("%d records, %d events, %v", len(records), len(events), err)
				}
				folded := assent.NewState(records[0].ID)
				for _, e := range events {
					folded.Apply(e.Event)
				}
				state, err := v.State(p)
				if diff := cmp.Diff(folded, state); diff != "" || err != nil {
					r.Fatalf("the state is not the fold of all events: %v %s", err, diff)
				}
			}
			return nil
		})
	})
}

func TestShreddingTakesTheKeysOfAllRecords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		home, work, stranger := addPerson(t, a, org), addPerson(t, a, org), addPerson(t, a, org)
		write(t, a, org, merge(work, home))
		write(t, a, org, func(tx *store.Tx) error { return tx.ShredPerson(work) })
		read(t, a, org, func(v *store.View) error {
			for id, kept := range map[assent.ID]bool{home: false, work: false, stranger: true} {
				p, found, err := v.Record(id)
				if err != nil || !found || (p.Wrapped != nil) != kept {
					t.Errorf("record %+v, %v, %v", p, found, err)
				}
			}
			return nil
		})
	})
}

func TestAContactPointIsFoundByItsHashUnderAnyKeyUntilItIsErased(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		old := assent.Pseudonym{KeyID: 1, Hash: newID(t)}
		current := assent.Pseudonym{KeyID: 2, Hash: newID(t)}
		point := store.PointRow{ID: newID(t), Person: newID(t), Kind: assent.PhoneNumber, Pseudonym: old,
			Address: []byte{1, 2, 3}}
		find := func(kind assent.PointKind, want bool, hashes ...assent.Pseudonym) {
			t.Helper()
			read(t, a, org, func(v *store.View) error {
				row, found, err := v.PointByPseudonym(kind, hashes)
				if found != want || found && row.ID != point.ID {
					t.Errorf("found %v: %+v", found, row)
				}
				return err
			})
		}
		write(t, a, org, func(tx *store.Tx) error {
			point.Created = tx.Now()
			return tx.PutPoint(point)
		})
		find(assent.PhoneNumber, true, current, old)
		find(assent.PhoneNumber, false, current)
		find(assent.EmailAddress, false, old)
		read(t, a, org, func(v *store.View) error {
			row, found, err := v.Point(point.ID)
			if diff := cmp.Diff(point, row); diff != "" || !found {
				t.Errorf("found %v: %s", found, diff)
			}
			return err
		})
		point.Pseudonym = current
		write(t, a, org, func(tx *store.Tx) error { return tx.PutPoint(point) })
		find(assent.PhoneNumber, true, current)
		find(assent.PhoneNumber, false, old)
		write(t, a, org, func(tx *store.Tx) error { return tx.ErasePoint(point.ID) })
		find(assent.PhoneNumber, false, current, old)
	})
}

func TestWhatAnErasureLeavesIsFoundByHash(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org, hash := newID(t), assent.Pseudonym{KeyID: 7, Hash: newID(t)}
		everything := store.Suppression{Pseudonym: hash, Scope: assent.Everything(), Day: "2026-11-21"}
		mail := store.Suppression{Pseudonym: hash, Scope: assent.Scope{Brand: "b", Purpose: "news", Channel: "email", Party: "own"}, Day: "2026-11-20"}
		write(t, a, org, func(tx *store.Tx) error {
			for _, s := range []store.Suppression{everything, mail, everything} {
				if err := tx.PutSuppression(s); err != nil {
					return err
				}
			}
			return nil
		})
		read(t, a, org, func(v *store.View) error {
			found, err := v.Suppressed([]assent.Pseudonym{{KeyID: 8, Hash: hash.Hash}, hash})
			if diff := cmp.Diff([]store.Suppression{everything, mail}, found); diff != "" {
				t.Error(diff)
			}
			return err
		})
	})
}
