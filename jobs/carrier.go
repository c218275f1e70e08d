package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"assent"
	"assent/store"

	"golang.org/x/sync/errgroup"
)

// Carrier is the [Job] that carries the deliveries of one organisation which are due, many at a time: what they need is
// read together, they are taken together, carried side by side, and what became of them is written down together.
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
	handful  = 64              // of them are taken in one transaction
	hands    = 256             // of them carried at once; they wait for the disk and for other servers
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
	if err != nil || len(due) == 0 {
		return false, err
	}
	book, end := c.openBook(context.WithoutCancel(ctx))
	var groups, all errgroup.Group
	groups.SetLimit(takers)
	all.SetLimit(hands)
	for group := range slices.Chunk(due, handful) {
		groups.Go(func() error {
			if ctx.Err() != nil { // they are still owed
				return nil
			}
			ctx := context.WithoutCancel(ctx)
			taken, err := c.takeAll(ctx, book, group)
			for _, t := range taken {
				all.Go(func() error { c.carry(ctx, book, t); return nil })
			}
			return err
		})
	}
	err = groups.Wait()
	_ = all.Wait() // what became of them is in the book
	return len(due) == armful, errors.Join(err, end())
}

// taken is a delivery that this process has taken for one try.
type taken struct {
	store.Delivery
	errand Errand
	group  *Group // of which it is one
	place  int    // in the group
}

func (t *taken) try() *Try { return &t.group.Tries[t.place] }

// carry makes one try and notes what became of it. One that has waited for a hand until its time is half over is not
// begun, since another process may soon take it: it comes again.
func (c *Carrier) carry(ctx context.Context, b *book, t taken) {
	left := t.Next.Sub(c.now())
	if left < patience/2 {
		return
	}
	failure := try(ctx, t, left)
	d := t.Delivery
	switch {
	case failure == nil:
		d.Done, d.LastError = c.now().UTC(), ""
	default:
		d.Next, d.LastError = c.now().UTC().Add(c.backoff.After(d.Attempt)), failure.Error()
		if d.Attempt >= tries || t.errand.Hopeless != nil && t.errand.Hopeless(failure) {
			d.Done = c.now().UTC()
		}
		c.report(d)
	}
	b.note(d)
}

// try carries with a limit on time; an errand that panics fails like any other.
func try(ctx context.Context, t taken, limit time.Duration) (err error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s panicked: %v", t.errand.Name, p)
		}
	}()
	return t.try().Carry(ctx)
}

func (c *Carrier) report(d store.Delivery) {
	c.log.Warn("a delivery failed", "errand", d.Follower, "event", d.Event.String(),
		"attempt", d.Attempt, "given_up", !d.Done.IsZero(), "error", d.LastError)
}

func unavailable(err error) bool {
	p, ok := assent.AsProblem(err)
	return ok && p.Kind == assent.Unavailable
}
