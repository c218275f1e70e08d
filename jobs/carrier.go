package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"assent"
	"assent/store"

	"golang.org/x/sync/errgroup"
)

// Carrier is the [Job] that carries the deliveries of one organisation which are due, several
// at a time.
type Carrier struct {
	archive *store.Archive
	org     assent.ID
	now     func() time.Time
	backoff Backoff
	log     *slog.Logger
	errands map[string]Errand
}

// The bounds of carrying.
const (
	armful   = 1024            // deliveries that one round takes up
	hands    = 256             // of them carried at once; they wait for the disk together
	patience = 2 * time.Minute // for one try; then the delivery counts as failed, and another process may take it
	tries    = 1000            // of one delivery at most; an errand gives up earlier, by not admitting it any more
)

// Carry makes the carrier of the errands. Tries that fail are logged and spaced by the backoff.
func Carry(archive *store.Archive, org assent.ID, now func() time.Time, log *slog.Logger, b Backoff, errands ...Errand) *Carrier {
	c := &Carrier{archive, org, now, b, log, map[string]Errand{}}
	for _, e := range errands {
		c.errands[e.Name] = e
	}
	return c
}

// Name tells the job in the log.
func (c *Carrier) Name() string { return "carrier" }

// Round carries the deliveries that are due the longest. When the context ends, what is being
// carried is carried to its end, and the rest is left for another time.
func (c *Carrier) Round(ctx context.Context) (more bool, err error) {
	var due []store.Delivery
	err = c.archive.Read(ctx, c.org, func(v *store.View) (err error) {
		due, err = v.DueDeliveries(c.now(), armful)
		return err
	})
	if err != nil {
		return false, err
	}
	var all errgroup.Group
	all.SetLimit(hands)
	for _, d := range due {
		all.Go(func() error {
			if ctx.Err() != nil { // it is still owed
				return nil
			}
			return c.one(context.WithoutCancel(ctx), d)
		})
	}
	return len(due) == armful, all.Wait()
}

// one makes one try of one delivery. Its error is that of the database, not that of the try,
// which is written into the delivery.
func (c *Carrier) one(ctx context.Context, d store.Delivery) error {
	e, known := c.errands[d.Follower]
	if !known {
		return c.postpone(ctx, d, errUnknown)
	}
	taken, err := c.take(ctx, e, &d)
	if err != nil && !unavailable(err) {
		return c.postpone(ctx, d, err)
	}
	if err != nil || !taken {
		return err
	}
	return c.settle(ctx, e, d, c.try(ctx, e, d))
}

// errUnknown stands in a delivery of another version of the program.
var errUnknown = errors.New("this version of the program knows no such errand")

// try carries with a limit on time; an errand that panics fails like any other.
func (c *Carrier) try(ctx context.Context, e Errand, d store.Delivery) (err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s panicked: %v", e.Name, p)
		}
	}()
	return e.Carry(ctx, d)
}

// take claims a delivery for this process: it moves the next try beyond our patience, under the
// log's lock, unless somebody else has moved it or the errand does not admit it.
func (c *Carrier) take(ctx context.Context, e Errand, d *store.Delivery) (taken bool, err error) {
	var claimed store.Delivery
	err = c.archive.Write(ctx, c.org, func(tx *store.Tx) error {
		now := c.now().UTC()
		taken = false
		have, found, err := tx.Delivery(d.Follower, d.Event, d.Destination)
		if err != nil || !found || !have.Done.IsZero() || have.Next.After(now) {
			return err
		}
		var v Verdict
		if e.Admit != nil {
			if v, err = e.Admit(tx, have); err != nil {
				return err
			}
		}
		have, taken = claim(have, v, now)
		claimed = have
		return tx.PutDelivery(have)
	})
	if taken {
		*d = claimed
	}
	return taken, err
}

// claim is the delivery after the errand's verdict on it.
func claim(d store.Delivery, v Verdict, now time.Time) (store.Delivery, bool) {
	switch {
	case v.Drop != "":
		d.Done, d.LastError = now, v.Drop
		return d, false
	case v.Wait.After(now):
		d.Next = v.Wait
		return d, false
	}
	d.Attempt++
	d.Next = now.Add(patience)
	return d, true
}

// settle writes down what became of a try.
func (c *Carrier) settle(ctx context.Context, e Errand, d store.Delivery, failure error) error {
	if failure == nil {
		d.Done, d.LastError = c.now().UTC(), ""
		return c.put(ctx, d)
	}
	d.Next, d.LastError = c.now().UTC().Add(c.backoff.After(d.Attempt)), failure.Error()
	if d.Attempt >= tries || e.Hopeless != nil && e.Hopeless(failure) {
		d.Done = c.now().UTC()
	}
	c.report(d)
	return c.put(ctx, d)
}

// postpone leaves a delivery that could not even be begun for later, so that it hinders no other.
func (c *Carrier) postpone(ctx context.Context, d store.Delivery, why error) error {
	d.Next, d.LastError = c.now().UTC().Add(c.backoff.Most), why.Error()
	c.report(d)
	return c.put(ctx, d)
}

func (c *Carrier) put(ctx context.Context, d store.Delivery) error {
	return c.archive.Update(ctx, c.org, func(tx *store.Tx) error { return tx.PutDelivery(d) })
}

func (c *Carrier) report(d store.Delivery) {
	c.log.Warn("a delivery failed", "errand", d.Follower, "event", d.Event.String(),
		"attempt", d.Attempt, "given_up", !d.Done.IsZero(), "error", d.LastError)
}

func unavailable(err error) bool {
	p, ok := assent.AsProblem(err)
	return ok && p.Kind == assent.Unavailable
}
