package jobs

import (
	"context"
	"time"

	"assent"
	"assent/store"
)

// How long what has served its time is kept: a repetition of a request is recognised, and a finished delivery can be
// looked at, for three months; counts of mails for a day longer than the longest budget asks for.
const (
	keepAnswers    = 90 * 24 * time.Hour
	keepDeliveries = 90 * 24 * time.Hour
	keepMails      = 31 * 24 * time.Hour
)

// sweep is how many rows one turn goes through: a turn is short, since acts wait for it.
const sweep = 2000

// Tidy is the [Job] that throws away, once a day, what nobody asks for any more: answers to idempotency keys, finished
// deliveries, counts of mails. Facts about people are none of it.
type Tidy struct {
	archive *store.Archive
	org     assent.ID
	now     func() time.Time

	done    assent.Day
	answers string
	mails   []byte
	ended   struct{ answers, mails, deliveries bool }
}

// Sweep makes the job.
func Sweep(archive *store.Archive, org assent.ID, now func() time.Time) *Tidy {
	return &Tidy{archive: archive, org: org, now: now}
}

// Name tells the job in the log.
func (t *Tidy) Name() string { return "tidy" }

// Round takes one turn at each table; more says that they are not at their end.
func (t *Tidy) Round(ctx context.Context) (more bool, err error) {
	now := t.now().UTC()
	if t.done == assent.DayOf(now) {
		return false, nil
	}
	for _, turn := range []func(*store.Tx, time.Time) error{t.dropAnswers, t.dropMails, t.dropDeliveries} {
		if err := t.archive.Update(ctx, t.org, func(tx *store.Tx) error { return turn(tx, now) }); err != nil {
			return false, err
		}
	}
	if !t.ended.answers || !t.ended.mails || !t.ended.deliveries {
		return true, nil
	}
	t.done, t.ended = assent.DayOf(now), struct{ answers, mails, deliveries bool }{}
	return false, nil
}

func (t *Tidy) dropAnswers(tx *store.Tx, now time.Time) error {
	if t.ended.answers {
		return nil
	}
	next, _, err := tx.DropAnswers(t.answers, sweep, now.Add(-keepAnswers))
	t.answers, t.ended.answers = next, err == nil && next == ""
	return err
}

func (t *Tidy) dropMails(tx *store.Tx, now time.Time) error {
	if t.ended.mails {
		return nil
	}
	next, _, err := tx.DropMails(t.mails, sweep, now.Add(-keepMails))
	t.mails, t.ended.mails = next, err == nil && next == nil
	return err
}

func (t *Tidy) dropDeliveries(tx *store.Tx, now time.Time) error {
	if t.ended.deliveries {
		return nil
	}
	dropped, err := tx.DropDeliveries(sweep, now.Add(-keepDeliveries))
	t.ended.deliveries = err == nil && dropped < sweep
	return err
}
