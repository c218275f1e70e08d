package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"assent"
	"assent/store"
	"assent/store/storetest"
)

var (
	errRefused  = errors.New("refused by the caller")
	errPanicked = errors.New("the caller panicked or its goroutine ended")
)

func TestNumbersAreGaplessUnderSixteenWritersAtTwoNodes(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		nodes := []*store.Archive{storetest.Open(t, url), storetest.Open(t, url)}
		org, writers := newID(t), 16
		var mu sync.Mutex
		acknowledged := map[int64]assent.ID{}
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for i := range 25 {
					e := fact(t)
					err := nodes[w%2].Write(t.Context(), org, func(tx *store.Tx) error {
						if err := tx.Append(e, nil); err != nil {
							return err
						}
						if (w+i)%5 == 0 { // every fifth changes its mind after it had a number
							return errRefused
						}
						return nil
					})
					if err == nil {
						mu.Lock()
						acknowledged[e.Number] = e.ID
						mu.Unlock()
					} else if !errors.Is(err, errRefused) {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		read(t, nodes[0], org, func(v *store.View) error {
			events, err := v.Events(0, 1000)
			if len(events) != writers*20 || len(acknowledged) != len(events) {
				t.Fatalf("%d events, %d acknowledged, want %d", len(events), len(acknowledged), writers*20)
			}
			for i, e := range events {
				if e.Number != int64(i) || e.Event.Number != e.Number || acknowledged[e.Number] != e.ID {
					t.Fatalf("at place %d stands number %d", i, e.Number)
				}
				if i > 0 && e.Recorded.Before(events[i-1].Recorded) {
					t.Fatalf("number %d was recorded before the one before it", i)
				}
			}
			return err
		})
	})
}

func TestOneActThatFailsDoesNotHarmItsBatch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org, twice := newID(t), fact(t)
		good := func() func(*store.Tx) error { return appending(fact(t)) }
		after := func(end func() error) func(*store.Tx) error {
			return func(tx *store.Tx) error {
				if err := tx.Append(fact(t), nil); err != nil {
					return err
				}
				return end()
			}
		}
		errs := together(t, a, org,
			good(),
			after(func() error { return errRefused }),
			good(),
			after(func() error { panic("in its turn") }),
			good(),
			after(func() error { runtime.Goexit(); return nil }),
			appending(twice),
			appending(twice), // breaks a statement: the identifier is taken
			good(),
			func(tx *store.Tx) error { // the same, and goes on regardless
				_ = tx.Append(twice, nil)
				return nil
			},
			good(),
		)
		fails := map[int]bool{1: true, 3: true, 5: true, 7: true, 9: true}
		for i, err := range errs {
			if (err != nil) != fails[i] {
				t.Errorf("act %d: %v", i, err)
			}
		}
		if !errors.Is(errs[1], errRefused) {
			t.Errorf("the caller's own error came back as %v", errs[1])
		}
		if n := head(t, a, org); n != 6 {
			t.Errorf("%d events are recorded, want 6", n)
		}
	})
}

func TestABatchThatCannotBeCommittedIsTriedOneByOne(t *testing.T) {
	// The log row refuses to move while an event of type "poison" is among those appended.
	poison := map[string][]string{
		"sqlite": {`CREATE TRIGGER poison BEFORE UPDATE ON log WHEN EXISTS (SELECT 1 FROM event WHERE type = 'poison')
			BEGIN SELECT RAISE(ABORT, 'poisoned'); END`},
		"postgres": {`CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			IF EXISTS (SELECT 1 FROM event WHERE type = 'poison') THEN RAISE 'poisoned'; END IF; RETURN NULL; END $$`,
			`CREATE CONSTRAINT TRIGGER poison AFTER UPDATE ON log DEFERRABLE INITIALLY DEFERRED
			FOR EACH ROW EXECUTE FUNCTION poison()`},
	}
	storetest.EachURL(t, func(t *testing.T, url string) {
		scheme, _, _ := strings.Cut(url, ":")
		for _, statement := range poison[scheme] {
			storetest.Exec(t, url, statement)
		}
		a, org := storetest.Open(t, url), newID(t)
		bad := fact(t)
		bad.Type = "poison"
		errs := together(t, a, org, appending(fact(t)), appending(fact(t)), appending(bad), appending(fact(t)))
		for i, err := range errs {
			if (err != nil) != (i == 2) {
				t.Errorf("act %d: %v", i, err)
			}
		}
		if n := head(t, a, org); n != 3 {
			t.Errorf("%d events are recorded, want 3", n)
		}
	})
}

func TestATurnThatTakesTooLongIsEndedAndHarmsNobody(t *testing.T) {
	t.Parallel() // it waits more than it works
	storetest.EachURL(t, func(t *testing.T, url string) {
		a, err := store.Open(t.Context(), url, store.Options{Patience: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		org := newID(t)
		errs := together(t, a, org, appending(fact(t)), func(tx *store.Tx) error {
			for {
				if _, err := tx.Head(); err != nil {
					return err
				}
			}
		}, appending(fact(t)))
		wantProblem(t, errs[1], "UNAVAILABLE")
		if n := head(t, a, org); n != 2 || errs[0] != nil || errs[2] != nil {
			t.Errorf("%d events are recorded, want 2: %v", n, errs)
		}
	})
}

func TestACallerWhoLeavesWhileWaitingRecordsNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		holding, release, held := make(chan struct{}), make(chan struct{}), make(chan error, 1)
		go func() {
			held <- a.Write(t.Context(), org, func(*store.Tx) error {
				close(holding)
				<-release
				return nil
			})
		}()
		<-holding
		ctx, leave := context.WithCancel(t.Context())
		left := make(chan error, 1)
		go func() { left <- a.Write(ctx, org, appending(fact(t))) }()
		for a.Waiting() == 0 {
			runtime.Gosched()
		}
		leave()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Errorf("who leaves hears %v", err)
		}
		close(release)
		if err := <-held; err != nil {
			t.Fatal(err)
		}
		write(t, a, org, appending(fact(t)))
		if n := head(t, a, org); n != 1 {
			t.Errorf("%d events are recorded, want 1", n)
		}
	})
}

func TestAnIdempotencyKeyIsTakenOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		request := func(tx *store.Tx) (assent.ID, error) {
			have, found, err := tx.Idempotent("order-66")
			if err != nil || found {
				return have.Event, err
			}
			e := fact(t)
			if err := tx.Append(e, nil); err != nil {
				return assent.ID{}, err
			}
			return e.ID, tx.PutIdempotent(store.Idempotent{Key: "order-66", Event: e.ID, Response: []byte("{}")})
		}
		answers := make([]assent.ID, 16)
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() {
				if err := a.Write(t.Context(), org, func(tx *store.Tx) (err error) {
					answers[i], err = request(tx)
					return err
				}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, id := range answers {
			if id != answers[0] || id.IsZero() {
				t.Fatalf("answers differ: %v", answers)
			}
		}
		if n := head(t, a, org); n != 1 {
			t.Errorf("%d events are recorded, want 1", n)
		}
	})
}

func TestAReaderSeesOneMomentWhileWritersGoOn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		write(t, a, org, appending(fact(t)))
		read(t, a, org, func(v *store.View) error {
			for range 3 {
				n, err := v.Head()
				events, err2 := v.Events(0, 10)
				if n != 1 || len(events) != 1 || err != nil || err2 != nil {
					return fmt.Errorf("head %d, %d events, %w", n, len(events), errors.Join(err, err2))
				}
				write(t, a, org, appending(fact(t)))
			}
			return nil
		})
		if n := head(t, a, org); n != 4 {
			t.Errorf("head is %d, want 4", n)
		}
	})
}

func TestTimeInALogDoesNotRunBackwards(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		clock := time.Date(2026, 11, 21, 12, 0, 0, 123_456_789, time.FixedZone("", 3600))
		a, err := store.Open(t.Context(), url, store.Options{Now: func() time.Time { return clock }})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		org, first, second := newID(t), fact(t), fact(t)
		write(t, a, org, appending(first))
		clock = clock.Add(-time.Hour)
		write(t, a, org, appending(second))
		want := time.Date(2026, 11, 21, 11, 0, 0, 123_000_000, time.UTC)
		if first.Recorded != want || second.Recorded != want {
			t.Errorf("recorded at %v and %v, want %v", first.Recorded, second.Recorded, want)
		}
	})
}

func TestAnUpdateCannotAppend(t *testing.T) {
	storetest.Each(t, func(t *testing.T, a *store.Archive) {
		org := newID(t)
		if err := a.Update(t.Context(), org, appending(fact(t))); err == nil {
			t.Error("an Update has appended an event")
		}
		if n := head(t, a, org); n != 0 {
			t.Errorf("%d events are recorded", n)
		}
	})
}

func TestAClosedArchiveRefuses(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		a, err := store.Open(t.Context(), url, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		p := wantProblem(t, a.Write(t.Context(), newID(t), appending(fact(t))), "UNAVAILABLE")
		if p.Kind != assent.Unavailable {
			t.Errorf("kind %v", p.Kind)
		}
	})
}
