package webhook

import (
	"context"
	"sync"
	"time"

	"assent"
	"assent/jobs"
	"assent/store"
)

// The bounds of carrying.
const (
	abreast  = 16                  // requests to one receiver at once
	claimed  = 2 * time.Minute     // for one try; then another process may take the delivery
	shift    = 10 * time.Second    // for one round; whoever is slower goes on in the next
	tries    = 25                  // of one delivery, while others arrive
	patient  = 5 * 24 * time.Hour  // nothing but failures for so long switches a webhook off
	kept     = 30 * 24 * time.Hour // a delivery, also one that a webhook misses that is off
	sweeping = 1000                // rows thrown away at a turn
)

// The waits after a failure: between two tries of one delivery, and before a receiver that fails is called again.
func (d *Desk) waits() (delivery, receiver jobs.Backoff) {
	return jobs.Backoff{First: 10 * time.Second, Most: 12 * time.Hour}, jobs.Backoff{First: 5 * time.Second, Most: time.Hour}
}

// carrier is the [jobs.Job] that carries what is due, to each receiver on a way of its own.
type carrier struct {
	*Desk
	org   assent.ID
	swept assent.Day
}

// Name tells the job in the log.
func (c *carrier) Name() string { return "courier" }

// Round carries to all receivers at once, to each for a bounded time.
func (c *carrier) Round(ctx context.Context) (more bool, err error) {
	var hooks []store.WebhookRow
	err = c.Archive.Read(ctx, c.org, func(v *store.View) (err error) {
		hooks, err = v.Webhooks()
		return err
	})
	if err != nil {
		return false, err
	}
	if err := c.sweep(ctx, hooks); err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(ctx, shift)
	defer cancel()
	failed := make([]error, len(hooks))
	var all sync.WaitGroup
	for i, w := range hooks {
		all.Go(func() { failed[i] = c.serve(ctx, w) })
	}
	all.Wait()
	for _, err := range failed {
		if err != nil {
			return false, err
		}
	}
	return false, nil
}

// serve carries to one receiver until nothing is due, the receiver fails, or the round is over. What has begun comes
// to its end. A receiver that failed is tried with one delivery first.
func (c *carrier) serve(ctx context.Context, w store.WebhookRow) error {
	for more := true; more && ctx.Err() == nil; {
		if !w.Disabled.IsZero() || w.Retry.After(c.Now()) {
			return nil
		}
		limit := abreast
		if !w.Failing.IsZero() {
			limit = 1
		}
		work := context.WithoutCancel(ctx)
		due, err := c.claim(work, w.ID, limit)
		if err != nil || len(due) == 0 {
			return err
		}
		results := make([]answer, len(due))
		var all sync.WaitGroup
		for i, d := range due {
			all.Go(func() { results[i] = c.send(work, c.org, w, d) })
		}
		all.Wait()
		if w, more, err = c.settle(work, w.ID, due, results); err != nil {
			return err
		}
	}
	return nil
}

// claim takes deliveries for this process: it moves their next try beyond our patience.
func (c *carrier) claim(ctx context.Context, webhook assent.ID, limit int) (due []store.WebhookDelivery, err error) {
	empty := false
	err = c.Archive.Read(ctx, c.org, func(v *store.View) error { // most rounds find nothing, and need no pen
		due, err := v.WebhookDeliveriesDue(webhook, c.Now(), 1)
		empty = len(due) == 0
		return err
	})
	if err != nil || empty {
		return nil, err
	}
	err = c.Archive.Write(ctx, c.org, func(tx *store.Tx) (err error) {
		if due, err = tx.WebhookDeliveriesDue(webhook, c.Now(), limit); err != nil {
			return err
		}
		for i := range due {
			due[i].Attempt++
			due[i].Due = c.Now().UTC().Add(claimed)
			if err := tx.PutWebhookDelivery(due[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return due, err
}

// settle writes down what became of tries, and how the receiver does.
func (c *carrier) settle(ctx context.Context, webhook assent.ID, due []store.WebhookDelivery, results []answer) (w store.WebhookRow, more bool, err error) {
	off := false
	err = c.Archive.Update(ctx, c.org, func(tx *store.Tx) error {
		var found bool
		off = false
		if w, found, err = tx.Webhook(webhook); err != nil || !found {
			more = false
			return err
		}
		now := c.Now().UTC().Truncate(time.Millisecond)
		for i, d := range due {
			if err := tx.PutWebhookDelivery(c.outcome(d, results[i], now)); err != nil {
				return err
			}
		}
		was := w.Disabled
		c.judge(&w, results, now)
		off, more = was.IsZero() && !w.Disabled.IsZero(), w.Failing.IsZero()
		return tx.PutWebhook(w)
	})
	if err == nil && off {
		c.tell(ctx, w)
	}
	return w, more, err
}

// outcome is a delivery after a try.
func (c *carrier) outcome(d store.WebhookDelivery, a answer, now time.Time) store.WebhookDelivery {
	wait, _ := c.waits()
	d.Status, d.Problem = a.status, a.problem
	switch {
	case a.problem == "" || a.hopeless || d.Attempt >= tries:
		d.Done, d.Due = now, now
	default:
		d.Due = now.Add(max(wait.After(d.Attempt), a.wait))
	}
	return d
}

// judge says how a receiver does after some tries: one that arrived is enough to trust it again.
func (c *carrier) judge(w *store.WebhookRow, results []answer, now time.Time) {
	_, wait := c.waits()
	last := answer{}
	for _, a := range results {
		if a.problem == "" {
			w.Failing, w.Failures, w.Retry = time.Time{}, 0, time.Time{}
			return
		}
		last = a
	}
	if last.ours { // nothing was asked of the receiver
		return
	}
	if w.Failures++; w.Failing.IsZero() {
		w.Failing = now
	}
	w.Retry = now.Add(max(wait.After(w.Failures), last.wait))
	switch {
	case last.gone:
		w.Disabled, w.Reason = now, "the receiver answered 410 Gone"
	case now.Sub(w.Failing) >= patient:
		w.Disabled, w.Reason = now, "nothing has arrived for five days: "+last.problem
	}
}

// tell says that a webhook was switched off.
func (c *carrier) tell(ctx context.Context, w store.WebhookRow) {
	c.Log.Warn("a webhook was switched off", "webhook", w.ID.String(), "because", w.Reason)
	if c.Told == nil {
		return
	}
	if err := c.Told(ctx, hookOf(w, c.Now())); err != nil {
		c.Log.Error("nobody could be told that a webhook was switched off", "webhook", w.ID.String(), "error", err)
	}
}

// sweep throws away, once a day, what is over for long.
func (c *carrier) sweep(ctx context.Context, hooks []store.WebhookRow) error {
	today := assent.DayOf(c.Now())
	if c.swept == today {
		return nil
	}
	for _, w := range hooks {
		for dropped := int64(sweeping); dropped == sweeping; {
			err := c.Archive.Update(ctx, c.org, func(tx *store.Tx) (err error) {
				dropped, err = tx.DropWebhookDeliveries(w.ID, c.Now().Add(-kept), sweeping)
				return err
			})
			if err != nil {
				return err
			}
		}
	}
	c.swept = today
	return nil
}
