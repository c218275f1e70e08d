package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"assent"
	"assent/store"
	"assent/store/storetest"

	"golang.org/x/sync/errgroup"
)

func TestARecipientIsFoundWithHerKeyAndWhatIsKnownOfHer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org, person, merged, shredded := newID(t), newID(t), newID(t), newID(t)
		point, old, gone, nobodys := newID(t), newID(t), newID(t), newID(t)
		state := assent.NewState(person)
		state.Seen = 7
		write(t, a, org, func(tx *store.Tx) error {
			var errs []error
			for i, id := range []assent.ID{person, merged, shredded} {
				errs = append(errs, tx.PutPerson(store.Person{ID: id, Wrapped: []byte{1, byte(i)}}))
			}
			for i, p := range []store.PointRow{{ID: point, Person: person}, {ID: old, Person: merged}, {ID: gone, Person: shredded}} {
				p.Kind, p.Pseudonym, p.Address = assent.EmailAddress, assent.Pseudonym{KeyID: 1, Hash: p.ID}, []byte{2, byte(i)}
				errs = append(errs, tx.PutPoint(p))
			}
			return errors.Join(append(errs, tx.PutState(state), tx.MergePerson(merged, person), tx.ShredPerson(shredded))...)
		})
		read(t, a, org, func(v *store.View) error {
			found, err := v.Recipients([]assent.ID{point, old, gone, nobodys})
			if err != nil || len(found) != 3 {
				t.Fatalf("%d are found, %v", len(found), err)
			}
			for id, key := range map[assent.ID][]byte{point: {1, 0}, old: {1, 1}, gone: nil} {
				row, _, err := v.Point(id)
				if r := found[id]; err != nil || r.Point.Person != row.Person || !slices.Equal(r.Point.Address, row.Address) || !slices.Equal(r.Wrapped, key) {
					t.Errorf("got %+v with the key %v, want %+v with %v", r.Point, r.Wrapped, row, key)
				}
			}
			for _, id := range []assent.ID{point, old} { // also by the address of a record that was joined with hers
				r := found[id]
				if s, err := r.State(nil); err != nil || s == nil || s.Person != person || s.Seen != 7 {
					t.Errorf("her state is %+v, %v", s, err)
				}
				if s, err := r.State(state); err != nil || s != state {
					t.Errorf("what is at hand is read again, %v", err)
				}
				earlier := assent.NewState(person)
				earlier.Seen = 6
				if s, err := r.State(earlier); err != nil || s == earlier {
					t.Errorf("what came since is not seen, %v", err)
				}
			}
			r := found[gone]
			if s, err := r.State(nil); s != nil || err != nil {
				t.Errorf("somebody of whom nothing is known has the state %+v, %v", s, err)
			}
			return nil
		})
	})
}

func TestBudgetsOfManyAddressesAreReadAndSpentTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org, at := newID(t), time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
		var to []assent.Pseudonym
		var first, second []store.Tallied
		for range 100 {
			p := assent.Pseudonym{KeyID: 1, Hash: newID(t)}
			to = append(to, p)
			first = append(first, store.Tallied{To: p, Mails: store.Mails{At: at, Count: 2}})
			second = append(second, store.Tallied{To: p, Mails: store.Mails{At: at, Count: 3}}, store.Tallied{To: p, Mails: store.Mails{At: at.Add(time.Hour), Count: 1}})
		}
		write(t, a, org, func(tx *store.Tx) error {
			return errors.Join(tx.AddMails(first), tx.AddMails(second), tx.AddMails(nil))
		})
		read(t, a, org, func(v *store.View) error {
			all, err := v.MailsTo(append(to, assent.Pseudonym{KeyID: 1, Hash: newID(t)}), at)
			later, err2 := v.MailsTo(to, at.Add(time.Minute))
			if len(all) != 100 || len(later) != 100 {
				t.Errorf("mails to %d and %d addresses are found", len(all), len(later))
			}
			for _, p := range to {
				want, _ := v.MailsSince(p, at)
				if !slices.Equal(all[p], want) || !slices.Equal(want, []store.Mails{{At: at, Count: 5}, {At: at.Add(time.Hour), Count: 1}}) || len(later[p]) != 1 {
					t.Fatalf("%v, %v", all[p], later[p])
				}
			}
			return errors.Join(err, err2)
		})
	})
}

func TestABudgetIsNeverSpentTwiceWhoeverSpendsAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org, now := newID(t), time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
		for range 100 {
			to := assent.Pseudonym{KeyID: 1, Hash: newID(t)}
			spend := func(tx *store.Tx) error {
				if err := tx.LockBudgets(); err != nil {
					return err
				}
				sent, err := tx.MailsTo([]assent.Pseudonym{to}, now)
				if err != nil || len(sent) > 0 {
					return err
				}
				return tx.AddMail(to, now)
			}
			var both errgroup.Group
			both.Go(func() error { return a.Write(t.Context(), org, spend) }) // with the log locked
			both.Go(func() error { return a.Update(t.Context(), org, spend) })
			if err := both.Wait(); err != nil {
				t.Fatal(err)
			}
			read(t, a, org, func(v *store.View) error {
				sent, err := v.MailsSince(to, now)
				if len(sent) != 1 || sent[0].Count != 1 {
					t.Fatalf("sent %v", sent)
				}
				return err
			})
		}
	})
}
