package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"assent"
	"assent/jobs"
	"assent/store"
)

// delivery reads one delivery.
func delivery(t *testing.T, a *store.Archive, event assent.ID, to string) (d store.Delivery) {
	t.Helper()
	err := a.Read(t.Context(), org, func(v *store.View) (err error) {
		var found bool
		if d, found, err = v.Delivery("post", event, to); err == nil && !found {
			err = errors.New("there is no such delivery")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAHopelessDeliveryEndsAndSaysWhy(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a := open(t, url, c)
		p := &post{fail: func(store.Delivery) error { return errHopeless }}
		id := record(t, a, assent.ConsentRequested, 1)[0]
		work(t, jobs.Follow(a, org, p.errand()), carrier(a, c, p))
		if d := delivery(t, a, id, "a"); d.Done.IsZero() || d.Attempt != 1 || d.LastError != errHopeless.Error() {
			t.Errorf("got %+v", d)
		}
	})
}

func TestAPanicIsAFailureLikeAnyOther(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a := open(t, url, c)
		p := &post{fail: func(d store.Delivery) error {
			if d.Destination == "a" && d.Attempt == 1 {
				panic("nil map")
			}
			return nil
		}}
		record(t, a, assent.ConsentRequested, 1)
		work(t, jobs.Follow(a, org, p.errand()), carrier(a, c, p))
		c.Turn(time.Second)
		work(t, carrier(a, c, p))
		if p.count() != 2 {
			t.Errorf("carried %d times, want 2", p.count())
		}
	})
}

func TestADeliveryIsGivenUpAfterAThousandTries(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a := open(t, url, c)
		p := &post{fail: func(store.Delivery) error { return errors.New("down") }}
		id := record(t, a, assent.ConsentRequested, 1)[0]
		err := a.Update(t.Context(), org, func(tx *store.Tx) error {
			return tx.PutDelivery(store.Delivery{Follower: "post", Event: id, Destination: "a", Attempt: 998, Next: c.Now()})
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, done := range []bool{false, true} {
			work(t, carrier(a, c, p))
			if d := delivery(t, a, id, "a"); d.Done.IsZero() == done {
				t.Errorf("after %d tries: %+v", d.Attempt, d)
			}
			c.Turn(time.Hour)
		}
	})
}

func TestADeliveryThatIsNoLongerAdmittedEndsBetweenTwoTries(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a := open(t, url, c)
		p := &post{
			fail: func(store.Delivery) error { return errors.New("down") },
			admit: func(d store.Delivery) jobs.Verdict {
				if d.Attempt == 2 {
					return jobs.Verdict{Drop: "too long ago"}
				}
				return jobs.Verdict{}
			},
		}
		id := record(t, a, assent.ConsentRequested, 1)[0]
		work(t, jobs.Follow(a, org, p.errand()))
		for range 4 {
			work(t, carrier(a, c, p))
			c.Turn(time.Hour)
		}
		if d := delivery(t, a, id, "a"); d.Done.IsZero() || d.Attempt != 2 || d.LastError != "too long ago" {
			t.Errorf("got %+v", d)
		}
	})
}

func TestADroppedDeliveryIsNeverCarriedAndAWaitingOneLater(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a := open(t, url, c)
		later := c.Now().Add(10 * time.Minute)
		p := &post{admit: func(d store.Delivery) jobs.Verdict {
			if d.Destination == "a" {
				return jobs.Verdict{Drop: "withdrawn meanwhile"}
			}
			return jobs.Verdict{Wait: later}
		}}
		id := record(t, a, assent.ConsentRequested, 1)[0]
		k := carrier(a, c, p)
		work(t, jobs.Follow(a, org, p.errand()), k)
		if d := delivery(t, a, id, "a"); d.Done.IsZero() || d.LastError != "withdrawn meanwhile" || d.Attempt != 0 {
			t.Errorf("dropped: got %+v", d)
		}
		c.Turn(10*time.Minute - time.Second)
		work(t, k)
		if p.count() != 0 {
			t.Error("carried before its time")
		}
		c.Turn(time.Second)
		work(t, k)
		if p.count() != 1 {
			t.Errorf("carried %d times, want 1", p.count())
		}
	})
}

func TestADeliveryThatAProcessDiedWithIsCarriedAgainButNotTooSoon(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a, p := open(t, url, c), &post{}
		id := record(t, a, assent.ConsentRequested, 1)[0]
		work(t, jobs.Follow(a, org, p.errand()))
		p.fail = func(d store.Delivery) error { return a.Close() } // the process ends before it can say that it is done
		if _, err := carrier(a, c, p).Round(t.Context()); err == nil {
			t.Fatal("a round without an archive went well")
		}
		died := p.count()
		if died == 0 {
			t.Fatal("nothing was carried before the end")
		}
		p.fail = nil
		again := open(t, url, c)
		work(t, carrier(again, c, p))
		if p.count() > 2 {
			t.Fatalf("carried again at once: %d times", p.count())
		}
		c.Turn(2 * time.Minute)
		work(t, carrier(again, c, p))
		for _, to := range []string{"a", "b"} {
			if d := delivery(t, again, id, to); d.Done.IsZero() {
				t.Errorf("%s is still owed: %+v", to, d)
			}
		}
	})
}

func TestDeliveriesOfAnotherVersionsErrandsWaitAndHinderNoOther(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a, p := open(t, url, c), &post{}
		strange := p.errand()
		strange.Name = "future"
		ids := record(t, a, assent.ConsentRequested, 20)
		work(t, jobs.Follow(a, org, strange))
		c.Turn(time.Second)
		record(t, a, assent.ConsentRequested, 1)
		k := carrier(a, c, p)
		work(t, jobs.Follow(a, org, p.errand()), k)
		if p.count() != 2*21 {
			t.Errorf("carried %d times, want 42", p.count())
		}
		c.Turn(time.Hour)
		work(t, jobs.Carry(a, org, c.Now, quiet, steps, strange))
		if want := 2 * (21 + len(ids)); p.count() != want {
			t.Errorf("carried %d times once the program knew the errand, want %d", p.count(), want)
		}
	})
}

func TestWhatIsBeingCarriedWhenTheEndComesIsCarriedToItsEnd(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a := open(t, url, c)
		ctx, end := context.WithCancel(t.Context())
		e := (&post{}).errand()
		e.Wants = func(*assent.Event) []string { return []string{"a"} }
		e.Carry = func(ctx context.Context, _ store.Delivery) error {
			end()
			return ctx.Err()
		}
		id := record(t, a, assent.ConsentRequested, 1)[0]
		work(t, jobs.Follow(a, org, e))
		if _, err := jobs.Carry(a, org, c.Now, quiet, steps, e).Round(ctx); err != nil {
			t.Fatal(err)
		}
		if d := delivery(t, a, id, "a"); d.Done.IsZero() || d.LastError != "" {
			t.Errorf("got %+v", d)
		}
	})
}
