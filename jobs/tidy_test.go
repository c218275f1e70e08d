package jobs_test

import (
	"fmt"
	"testing"
	"time"

	"assent"
	"assent/jobs"
	"assent/store"
)

func TestWhatHasServedItsTimeIsThrownAway(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a := open(t, url, c)
		const many = 4500 // more than one turn goes through
		to := func(i int) assent.Pseudonym { return assent.Pseudonym{KeyID: 1, Hash: [16]byte{byte(i), byte(i >> 8)}} }
		fill := func(from, end int) {
			t.Helper()
			err := a.Update(t.Context(), org, func(tx *store.Tx) error {
				for i := from; i < end; i++ {
					if err := tx.PutIdempotent(store.Idempotent{Key: fmt.Sprint("key ", i)}); err != nil {
						return err
					}
					if err := tx.AddMail(to(i), c.Now()); err != nil {
						return err
					}
					d := store.Delivery{Follower: "letters", Event: assent.ID{1, byte(i), byte(i >> 8)}, Destination: "her", Next: c.Now(), Done: c.Now()}
					if i%2 == 1 {
						d.Done = time.Time{} // still owed
					}
					if err := tx.PutDelivery(d); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		fill(0, many)
		c.Turn(91 * 24 * time.Hour)
		fill(many, many+10)

		job := jobs.Sweep(a, org, c.Now)
		for more := true; more; {
			var err error
			if more, err = job.Round(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		err := a.Read(t.Context(), org, func(v *store.View) error {
			for i := range many + 10 {
				young := i >= many
				if _, kept, err := v.Idempotent(fmt.Sprint("key ", i)); kept != young || err != nil {
					t.Fatalf("answer %d: kept %v (%v)", i, kept, err)
				}
				if sent, err := v.MailsSince(to(i), time.Time{}); len(sent) > 0 != young || err != nil {
					t.Fatalf("mail %d: %d kept (%v)", i, len(sent), err)
				}
				_, kept, err := v.Delivery("letters", assent.ID{1, byte(i), byte(i >> 8)}, "her")
				if kept != (young || i%2 == 1) || err != nil {
					t.Fatalf("delivery %d: kept %v (%v)", i, kept, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestTidyingIsTheWorkOfADay(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		a := open(t, url, c)
		job := jobs.Sweep(a, org, c.Now)
		answer := func(key string) {
			t.Helper()
			if err := a.Update(t.Context(), org, func(tx *store.Tx) error { return tx.PutIdempotent(store.Idempotent{Key: key}) }); err != nil {
				t.Fatal(err)
			}
		}
		kept := func(key string) (found bool) {
			t.Helper()
			err := a.Read(t.Context(), org, func(v *store.View) (err error) {
				_, found, err = v.Idempotent(key)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		round := func() {
			t.Helper()
			if more, err := job.Round(t.Context()); more || err != nil {
				t.Fatal(more, err)
			}
		}
		answer("one")
		round()
		c.Turn(90 * 24 * time.Hour)
		if round(); !kept("one") {
			t.Error("an answer of ninety days was thrown away")
		}
		c.Turn(24 * time.Hour)
		if round(); kept("one") {
			t.Error("an answer of ninety-one days was kept")
		}
	})
}
