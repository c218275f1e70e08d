package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"assent"
	"assent/ledger"
	"assent/store"
	"assent/store/storetest"

	"github.com/google/go-cmp/cmp"
)

func TestAnEventIsFoundByNumberIdentifierCodeAndPerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org, e := newID(t), fact(t)
		e.Person = newID(t)
		write(t, a, org, appending(fact(t)))
		write(t, a, org, func(tx *store.Tx) error { return tx.Append(e, []byte("ciphertext")) })
		body, err := assent.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		want := store.Stored{Number: 1, ID: e.ID, Code: e.Code, Type: e.Type, Person: e.Person, Recorded: e.Recorded,
			Leaf: sha256.Sum256(append([]byte{0}, body...)), Body: body, Event: e}
		if e.Org != org || e.Number != 1 {
			t.Errorf("the event has organisation %s and number %d", e.Org, e.Number)
		}
		same := func(how string, got store.Stored, found bool, err error) {
			t.Helper()
			if diff := cmp.Diff(want, got); diff != "" || !found || err != nil {
				t.Errorf("by %s: found %v, %v %s", how, found, err, diff)
			}
		}
		read(t, a, org, func(v *store.View) error {
			s, found, err := v.EventAt(1)
			same("number", s, found, err)
			s, found, err = v.Event(e.ID)
			same("identifier", s, found, err)
			s, found, err = v.EventByCode(e.Code)
			same("code", s, found, err)
			all, err := v.EventsOf(e.Person)
			same("person", all[0], len(all) == 1, err)
			all, err = v.Events(1, 5)
			same("place", all[0], len(all) == 1, err)
			if _, found, err = v.EventAt(2); found || err != nil {
				t.Errorf("number 2: %v, %v", found, err)
			}
			sealed, err := v.Sealed(e.ID)
			if string(sealed) != "ciphertext" {
				t.Errorf("sealed values are %q", sealed)
			}
			return err
		})
		write(t, a, org, func(tx *store.Tx) error { return tx.EraseSealed(e.ID) })
		read(t, a, org, func(v *store.View) error {
			sealed, err := v.Sealed(e.ID)
			if sealed != nil {
				t.Errorf("erased values are still there: %q", sealed)
			}
			return err
		})
	})
}

func TestAnEventThatWasTamperedWithIsNotReadAsOne(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		a, org := storetest.Open(t, url), newID(t)
		write(t, a, org, appending(fact(t)))
		storetest.Exec(t, url, "UPDATE event SET body = leaf")
		a = storetest.Open(t, url) // the first still has what it recorded
		read(t, a, org, func(v *store.View) error {
			if _, err := v.Events(0, 1); !errors.Is(err, assent.ErrNotCanonical) {
				t.Errorf("Events says %v", err)
			}
			rows, err := v.EventRows(0, 1)
			if len(rows) != 1 || rows[0].Event != nil || !bytes.Equal(rows[0].Body, rows[0].Leaf[:]) {
				t.Errorf("EventRows returns %+v", rows)
			}
			return err
		})
	})
}

func TestThePublicationThatCountsIsTheLast(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		published := func(want int64) {
			t.Helper()
			read(t, a, org, func(v *store.View) error {
				n, err := v.Published()
				if n != want {
					t.Errorf("published is %d, want %d", n, want)
				}
				return err
			})
		}
		item := store.Item{Kind: "purpose", ID: "news", Version: "1", Body: []byte("{}")}
		publish := func(tx *store.Tx) error {
			e := fact(t)
			e.Type = assent.CataloguePublished
			if err := tx.Append(e, nil); err != nil {
				return err
			}
			item.Number = e.Number
			return tx.PutItem(item)
		}
		published(-1)
		write(t, a, org, appending(fact(t)))
		published(-1)
		write(t, a, org, publish)
		published(1)
		write(t, a, org, appending(fact(t)))
		if err := a.Write(t.Context(), org, publish); err == nil {
			t.Error("a published version was replaced")
		}
		published(1)
		item.Number = 1
		read(t, a, org, func(v *store.View) error {
			items, err := v.Items()
			if diff := cmp.Diff([]store.Item{item}, items); diff != "" {
				t.Error(diff)
			}
			return err
		})
	})
}

func TestOrganisationsDoNotSeeOneAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		ours, theirs := newID(t), newID(t)
		e := fact(t)
		for i, org := range []assent.ID{ours, theirs} {
			write(t, a, org, func(tx *store.Tx) error {
				if err := tx.Append(e, nil); err != nil { // the same identifiers are no conflict
					return err
				}
				return tx.PutOrg(store.Org{ID: org, Name: []string{"Ours", "Theirs"}[i]})
			})
		}
		write(t, a, theirs, appending(fact(t)))
		if a, b := head(t, a, ours), head(t, a, theirs); a != 1 || b != 2 {
			t.Errorf("heads are %d and %d, want 1 and 2", a, b)
		}
		orgs, err := a.Orgs(t.Context())
		if diff := cmp.Diff([]store.Org{{ID: ours, Name: "Ours"}, {ID: theirs, Name: "Theirs"}}, orgs); diff != "" || err != nil {
			t.Errorf("%v %s", err, diff)
		}
		if a.Update(t.Context(), ours, func(tx *store.Tx) error { return tx.PutOrg(store.Org{ID: theirs}) }) == nil {
			t.Error("one organisation has renamed the other")
		}
	})
}

func TestDeliveriesAreDueUntilTheyAreDone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org, now := newID(t), time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
		late := store.Delivery{Follower: "mail", Event: newID(t), Destination: "confirm", Attempt: 2, Next: now.Add(-time.Hour), LastError: "451"}
		due := store.Delivery{Follower: "mail", Event: newID(t), Destination: "confirm", Next: now}
		later := store.Delivery{Follower: "mail", Event: newID(t), Destination: "confirm", Next: now.Add(time.Millisecond)}
		put := func(all ...store.Delivery) {
			t.Helper()
			if err := a.Update(t.Context(), org, func(tx *store.Tx) error {
				for _, d := range all {
					if err := tx.PutDelivery(d); err != nil {
						return err
					}
				}
				return tx.SetCursor("mail", int64(len(all)))
			}); err != nil {
				t.Fatal(err)
			}
		}
		want := func(limit int, all ...store.Delivery) {
			t.Helper()
			read(t, a, org, func(v *store.View) error {
				got, err := v.DueDeliveries(now, limit)
				if diff := cmp.Diff(all, got); diff != "" {
					t.Error(diff)
				}
				return err
			})
		}
		put(due, later, late)
		want(10, late, due)
		want(1, late)
		late.Done = now
		put(late)
		want(10, due)
		read(t, a, org, func(v *store.View) error {
			d, found, err := v.Delivery("mail", late.Event, "confirm")
			if diff := cmp.Diff(late, d); diff != "" || !found {
				t.Errorf("%v %s", found, diff)
			}
			cursor, err2 := v.Cursor("mail")
			other, err3 := v.Cursor("tree")
			if cursor != 1 || other != 0 {
				t.Errorf("cursors are %d and %d", cursor, other)
			}
			return errors.Join(err, err2, err3)
		})
	})
}

func TestEachMailCountsAgainstTheBudgetOfItsAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org, to, other := newID(t), assent.Pseudonym{KeyID: 1, Hash: newID(t)}, assent.Pseudonym{KeyID: 1, Hash: newID(t)}
		first := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
		write(t, a, org, func(tx *store.Tx) error {
			return errors.Join(tx.AddMail(to, first), tx.AddMail(to, first.Add(time.Minute)),
				tx.AddMail(to, first.Add(time.Minute)), tx.AddMail(other, first))
		})
		read(t, a, org, func(v *store.View) error {
			all, err := v.MailsSince(to, first)
			recent, err2 := v.MailsSince(to, first.Add(time.Second))
			minute := first.Add(time.Minute)
			if !slices.Equal(all, []store.Mails{{At: first, Count: 1}, {At: minute, Count: 2}}) || len(recent) != 1 {
				t.Errorf("%v, %v", all, recent)
			}
			return errors.Join(err, err2)
		})
	})
}

func TestKeysAndImportsAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org, now := newID(t), time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
		key := store.KeyRow{ID: newID(t), Hash: sha256.Sum256([]byte("as_1")), Label: "shop", Scopes: []string{"events:write", "décider"}, Created: now}
		run := store.ImportRun{ID: "r1", Digest: "d", Row: 500, Started: now}
		put := func() {
			t.Helper()
			if err := a.Update(t.Context(), org, func(tx *store.Tx) error {
				return errors.Join(tx.PutKey(key), tx.PutImportRun(run))
			}); err != nil {
				t.Fatal(err)
			}
		}
		put()
		key.Revoked, run.Row, run.Done = now.Add(time.Hour), 1000, now.Add(time.Minute)
		put()
		read(t, a, org, func(v *store.View) error {
			k, found, err := v.KeyByHash(key.Hash)
			if diff := cmp.Diff(key, k); diff != "" || !found {
				t.Errorf("%v %s", found, diff)
			}
			_, found, err2 := v.KeyByHash(sha256.Sum256(nil))
			if found {
				t.Error("a key nobody made is found")
			}
			keys, err3 := v.Keys()
			runs, err4 := v.ImportRuns()
			r, _, err5 := v.ImportRun("r1")
			if len(keys) != 1 || len(runs) != 1 || runs[0] != run || r != run {
				t.Errorf("%v, %v, %v", keys, runs, r)
			}
			return errors.Join(err, err2, err3, err4, err5)
		})
	})
}

func TestOneOfManyPublishesEachCheckpoint(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		tree := a.LedgerStorage(newID(t))
		tile := func(width int, fill byte) ledger.Tile {
			return ledger.Tile{Level: 0, Index: 3, Width: width, Data: bytes.Repeat([]byte{fill}, 32*width)}
		}
		if c, err := tree.Checkpoint(t.Context()); err != nil || c.Epoch != 0 || c.Note != nil {
			t.Fatalf("a new log has checkpoint %+v, %v", c, err)
		}
		for epoch := int64(1); epoch <= 5; epoch++ {
			var won atomic.Int64
			var all sync.WaitGroup
			for w := range byte(4) {
				all.Go(func() {
					next := ledger.Checkpoint{Size: epoch * 10, Epoch: epoch, Note: []byte{w}}
					err := tree.Publish(t.Context(), next, []ledger.Tile{tile(int(epoch), w)})
					switch {
					case err == nil:
						won.Add(1)
					case !errors.Is(err, ledger.ErrStale):
						t.Error(err)
					}
				})
			}
			all.Wait()
			c, err := tree.Checkpoint(t.Context())
			if won.Load() != 1 || err != nil || c.Size != epoch*10 || c.Epoch != epoch {
				t.Fatalf("%d published epoch %d: %+v, %v", won.Load(), epoch, c, err)
			}
			got, err := tree.Tiles(t.Context(), []ledger.Tile{{Level: 0, Index: 3, Width: 1}})
			if err != nil || !bytes.Equal(got[0].Data, bytes.Repeat(c.Note, 32)) {
				t.Fatalf("the tile is not of the one who published: %v, %v", got, err)
			}
		}
		for _, missing := range []ledger.Tile{{Level: 0, Index: 3, Width: 6}, {Level: 1, Index: 3, Width: 1}} {
			if _, err := tree.Tiles(t.Context(), []ledger.Tile{missing}); err == nil {
				t.Errorf("a tile that is not stored was read: %+v", missing)
			}
		}
		if err := tree.Publish(t.Context(), ledger.Checkpoint{Size: 99, Epoch: 9}, nil); !errors.Is(err, ledger.ErrStale) {
			t.Errorf("an epoch was skipped: %v", err)
		}
	})
}

func TestAReaderMayLeave(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		ctx, leave := context.WithCancel(t.Context())
		err := a.Read(ctx, newID(t), func(v *store.View) error {
			leave()
			for {
				if _, err := v.Head(); err != nil {
					return err
				}
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("who leaves hears %v", err)
		}
	})
}
