package jobs_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"assent"
	"assent/jobs"
	"assent/store"
	"assent/store/storetest"
)

var org = assent.ID{1}

// clock is a clock that is turned by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) Turn(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

var (
	quiet = slog.New(slog.NewTextHandler(io.Discard, nil))
	steps = jobs.Backoff{First: time.Second, Most: time.Hour}
)

// each runs the test on both databases, with an archive that goes by the clock.
func each(t *testing.T, test func(t *testing.T, url string, c *clock)) {
	storetest.EachURL(t, func(t *testing.T, url string) { test(t, url, newClock()) })
}

func open(t *testing.T, url string, c *clock) *store.Archive {
	t.Helper()
	a, err := store.Open(t.Context(), url, store.Options{Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() }) // a test may have closed it before
	return a
}

// record appends n events of a type and returns their identifiers.
func record(t *testing.T, a *store.Archive, kind assent.EventType, n int) []assent.ID {
	t.Helper()
	var ids []assent.ID
	err := a.Write(t.Context(), org, func(tx *store.Tx) error {
		ids = nil
		for range n {
			id, err := assent.NewID(tx.Now(), rand.Reader)
			if err != nil {
				return err
			}
			code, err := assent.NewTransactionCode(rand.Reader)
			if err != nil {
				return err
			}
			e := &assent.Event{Format: 1, ID: id, Type: kind, Code: code, Occurred: tx.Now(), Received: tx.Now(), Method: assent.Automatic}
			if err := tx.Append(e, nil); err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// post is an errand for sign-ups that notes what it carried.
type post struct {
	mu      sync.Mutex
	carried []assent.ID
	fail    func(d store.Delivery) error
	admit   func(d store.Delivery) jobs.Verdict
}

var errHopeless = errors.New("refused for good")

func (p *post) errand() jobs.Errand {
	return jobs.Errand{
		Name: "post",
		Wants: func(e *assent.Event) []string {
			if e.Type == assent.ConsentRequested {
				return []string{"a", "b", "a"}
			}
			return nil
		},
		Admit: func(_ *store.Tx, d store.Delivery) (jobs.Verdict, error) {
			if p.admit == nil {
				return jobs.Verdict{}, nil
			}
			return p.admit(d), nil
		},
		Carry: func(_ context.Context, d store.Delivery) error {
			if p.fail != nil {
				if err := p.fail(d); err != nil {
					return err
				}
			}
			p.mu.Lock()
			defer p.mu.Unlock()
			p.carried = append(p.carried, d.Event)
			return nil
		},
		Hopeless: func(err error) bool { return errors.Is(err, errHopeless) },
	}
}

func (p *post) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.carried)
}

// work does rounds until nothing is waiting.
func work(t *testing.T, all ...jobs.Job) {
	t.Helper()
	for _, j := range all {
		for more := true; more; {
			var err error
			if more, err = j.Round(t.Context()); err != nil {
				t.Fatalf("%s: %v", j.Name(), err)
			}
		}
	}
}

func carrier(a *store.Archive, c *clock, p *post) *jobs.Carrier {
	return jobs.Carry(a, org, c.Now, quiet, steps, p.errand())
}

func TestEachEventIsCarriedOnceToEachPlaceItWants(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a, p := open(t, url, c), &post{}
		record(t, a, assent.ConsentGranted, 3)
		ids := record(t, a, assent.ConsentRequested, 600) // more than one round reads
		record(t, a, assent.ConsentWithdrawn, 3)
		work(t, jobs.Follow(a, org, p.errand()), carrier(a, c, p))
		want := slices.Sorted(byID(slices.Concat(ids, ids)))
		if got := slices.Sorted(byID(p.carried)); !slices.Equal(got, want) {
			t.Errorf("carried %d, want each of %d twice", len(got), len(ids))
		}
	})
}

func byID(ids []assent.ID) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, id := range ids {
			if !yield(id.String()) {
				return
			}
		}
	}
}

func TestARestartAtAnyPointDoublesNothing(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		p := &post{}
		for range 5 {
			a := open(t, url, c)
			record(t, a, assent.ConsentRequested, 20)
			follower := jobs.Follow(a, org, p.errand())
			if _, err := follower.Round(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := carrier(a, c, p).Round(t.Context()); err != nil { // some of what is due
				t.Fatal(err)
			}
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
		}
		a := open(t, url, c)
		work(t, jobs.Follow(a, org, p.errand()), carrier(a, c, p))
		if p.count() != 200 {
			t.Errorf("carried %d times, want 200", p.count())
		}
	})
}

func TestManyProcessesShareTheWorkWithoutDoublingIt(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a, p := open(t, url, c), &post{}
		record(t, a, assent.ConsentRequested, 60)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				f, k := jobs.Follow(a, org, p.errand()), carrier(a, c, p)
				for p.count() < 120 && t.Context().Err() == nil {
					if _, err := f.Round(t.Context()); err != nil {
						t.Error(err)
						return
					}
					if _, err := k.Round(t.Context()); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
		work(t, carrier(a, c, p))
		if p.count() != 120 {
			t.Errorf("carried %d times, want 120", p.count())
		}
	})
}

func TestAPlaceThatFailsIsTriedAgainLaterAndHindersNoOther(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		failures := 3
		a, p := open(t, url, c), &post{}
		var mu sync.Mutex
		p.fail = func(d store.Delivery) error {
			mu.Lock()
			defer mu.Unlock()
			if d.Destination == "a" && failures > 0 {
				failures--
				return errors.New("down")
			}
			return nil
		}
		record(t, a, assent.ConsentRequested, 1)
		k := carrier(a, c, p)
		work(t, jobs.Follow(a, org, p.errand()), k)
		if p.count() != 1 {
			t.Fatalf("carried %d times beside the failing place, want 1", p.count())
		}
		for i, wait := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
			c.Turn(wait - time.Millisecond)
			work(t, k)
			if p.count() != 1 || failures != 2-i {
				t.Fatalf("tried before %v had passed", wait)
			}
			c.Turn(time.Millisecond)
			work(t, k)
			if i < 2 && failures != 1-i {
				t.Fatalf("not tried after %v", wait)
			}
		}
		if p.count() != 2 {
			t.Errorf("carried %d times in the end, want 2", p.count())
		}
	})
}
