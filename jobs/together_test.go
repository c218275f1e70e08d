package jobs_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"assent"
	"assent/jobs"
	"assent/store"

	"golang.org/x/sync/errgroup"
)

// tally is an errand that counts what it carried, by event.
type tally struct {
	mu  sync.Mutex
	got map[assent.ID]int
}

func (c *tally) errand(name string) jobs.Errand {
	return jobs.Errand{
		Name: name, Wants: func(*assent.Event) []string { return []string{"x"} },
		Carry: func(_ context.Context, d store.Delivery) error {
			c.mu.Lock()
			defer c.mu.Unlock()
			if c.got == nil {
				c.got = map[assent.ID]int{}
			}
			c.got[d.Event]++
			return nil
		},
	}
}

func (c *tally) want(t *testing.T, ids ...assent.ID) {
	t.Helper()
	if len(c.got) != len(ids) {
		t.Errorf("carried for %d events, want %d", len(c.got), len(ids))
	}
	for _, id := range ids {
		if c.got[id] != 1 {
			t.Errorf("carried %d times for one event", c.got[id])
		}
	}
}

func TestAnErrandThatJoinsOthersLaterGoesThroughTheWholeLogAndTheyDoNot(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a := open(t, url, c)
		var old, young tally
		before := record(t, a, assent.ConsentRequested, 300)
		errands := []jobs.Errand{old.errand("old")}
		work(t, jobs.Follow(a, org, errands...), jobs.Carry(a, org, c.Now, quiet, steps, errands...))
		after := record(t, a, assent.ConsentGranted, 20)
		errands = append(errands, young.errand("young"))
		work(t, jobs.Follow(a, org, errands...), jobs.Carry(a, org, c.Now, quiet, steps, errands...))
		old.want(t, append(before, after...)...)
		young.want(t, append(before, after...)...)
	})
}

func TestADeliveryThatCannotBeAdmittedHindersNoneThatWasTakenWithIt(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a := open(t, url, c)
		ids := record(t, a, assent.ConsentRequested, 50)
		var others tally
		e := others.errand("post")
		e.Admit = func(tx *store.Tx, d store.Delivery) (jobs.Verdict, error) {
			if err := tx.AddMail(assent.Pseudonym{KeyID: 1}, tx.Now()); err != nil {
				return jobs.Verdict{}, err
			}
			if d.Event == ids[7] {
				return jobs.Verdict{}, errors.New("unreadable")
			}
			return jobs.Verdict{}, nil
		}
		work(t, jobs.Follow(a, org, e), jobs.Carry(a, org, c.Now, quiet, steps, e))
		others.want(t, append(ids[:7:7], ids[8:]...)...)
		var counted int
		err := a.Read(t.Context(), org, func(v *store.View) error {
			list, err := v.MailsSince(assent.Pseudonym{KeyID: 1}, time.Time{})
			for _, m := range list {
				counted += m.Count
			}
			return err
		})
		if err != nil || counted != 49 {
			t.Errorf("%d were counted, want 49 (%v)", counted, err)
		}
	})
}

func TestWhatWasLookedAtBeforehandDecidesWhetherAndHowATryIsMade(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a := open(t, url, c)
		ids := record(t, a, assent.ConsentRequested, 6)
		var carried sync.Map
		e := jobs.Errand{
			Name: "post", Wants: func(*assent.Event) []string { return []string{"x"} },
			Look: func(v *store.View, list []store.Delivery) (g jobs.Group, err error) {
				for _, d := range list {
					s, _, err := v.Event(d.Event)
					if err != nil {
						return g, err
					}
					try := jobs.Try{Carry: func(context.Context) error { carried.Store(d.Event, s.Number); return nil }}
					switch s.Number {
					case 1:
						try.Drop = "not this one"
					case 2:
						try.Fault = errors.New("not now")
					}
					g.Tries = append(g.Tries, try)
				}
				g.Admit = func(_ *store.Tx, taken []int) ([]jobs.Verdict, error) {
					out := make([]jobs.Verdict, len(taken))
					for i, place := range taken {
						if list[place].Event == ids[3] {
							out[i].Drop = "not admitted"
						}
					}
					return out, nil
				}
				return g, nil
			},
		}
		work(t, jobs.Follow(a, org, e), jobs.Carry(a, org, c.Now, quiet, steps, e))
		for i, id := range ids {
			if number, was := carried.Load(id); was == (i >= 1 && i <= 3) || was && number != int64(i) {
				t.Errorf("event %d: carried %v, as number %v", i, was, number)
			}
		}
		for i, why := range []string{1: "not this one", 2: "not now", 3: "not admitted"} {
			if d := delivery(t, a, ids[i], "x"); i > 0 && (d.LastError != why || d.Attempt != 0 || d.Done.IsZero() != (i == 2)) {
				t.Errorf("got %+v", d)
			}
		}
	})
}

func TestATryWhoseTimeHasRunOutBeforeAHandWasFreeIsLeftForTheNext(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a := open(t, url, c)
		var got tally
		e := got.errand("post")
		late := true
		e.Admit = func(*store.Tx, store.Delivery) (jobs.Verdict, error) {
			if late { // what comes between taking and trying takes long
				c.Turn(90 * time.Second)
			}
			return jobs.Verdict{}, nil
		}
		ids := record(t, a, assent.ConsentRequested, 1)
		k := jobs.Carry(a, org, c.Now, quiet, steps, e)
		work(t, jobs.Follow(a, org, e), k)
		got.want(t)
		late = false
		c.Turn(time.Minute)
		work(t, k)
		got.want(t, ids...)
	})
}

func TestWhatOneProcessLetsGoAheadIsSeenByAnotherThatIsAskedAfterIt(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a := open(t, url, c)
		const letters, size = 1024, 64
		ids := record(t, a, assent.ConsentRequested, letters)
		addressee := map[assent.ID]assent.Pseudonym{} // two letters to each, which lie in groups side by side
		for i, id := range ids {
			addressee[id] = assent.Pseudonym{KeyID: 1, Hash: ids[i/(2*size)*2*size+i%size]}
		}
		var posted tally
		e := posted.errand("post")
		e.Admit = func(tx *store.Tx, d store.Delivery) (jobs.Verdict, error) {
			if sent, err := tx.MailsSince(addressee[d.Event], time.Time{}); err != nil || len(sent) > 0 {
				return jobs.Verdict{Drop: "she has one"}, err
			}
			return jobs.Verdict{}, tx.AddMail(addressee[d.Event], tx.Now())
		}
		work(t, jobs.Follow(a, org, e))
		var processes errgroup.Group
		for range 3 {
			k := jobs.Carry(open(t, url, c), org, c.Now, quiet, steps, e)
			processes.Go(func() error { _, err := k.Round(t.Context()); return err })
		}
		if err := processes.Wait(); err != nil {
			t.Fatal(err)
		}
		if len(posted.got) != letters/2 {
			t.Errorf("%d letters were let go ahead, want %d", len(posted.got), letters/2)
		}
	})
}
