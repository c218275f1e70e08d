package stats

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"assent"
	"assent/store"
)

// name is that of the cursor.
const name = "stats"

const (
	stride = 512         // events read together
	lot    = 16 * stride // events counted before the counters are written, if there are as many
	idle   = 64          // events that count nothing, for which the cursor need not move
	pause  = time.Second // between two rounds, so that what comes together is written together
)

// Follower is the job that counts the events of one organisation. Any number of processes may run it: a round that
// another process was faster with changes nothing.
type Follower struct {
	archive *store.Archive
	org     assent.ID
	now     func() time.Time
	rested  time.Time

	// All events from the cursor at to seen are known to be of types that count nothing, which saves moving it for them.
	at, seen int64
}

// Follow makes the follower.
func Follow(archive *store.Archive, org assent.ID, now func() time.Time) *Follower {
	return &Follower{archive: archive, org: org, now: now}
}

// Name tells the job in the log.
func (f *Follower) Name() string { return name }

// Round counts the next events, if it has not done so a moment ago.
func (f *Follower) Round(ctx context.Context) (more bool, err error) {
	if now := f.now(); now.Sub(f.rested).Abs() < pause {
		return false, nil
	}
	if more, err = f.step(ctx); !more {
		f.rested = f.now()
	}
	return more, err
}

// Count counts to the end of the log.
func (f *Follower) Count(ctx context.Context) error {
	for {
		if more, err := f.step(ctx); err != nil || !more {
			return err
		}
	}
}

// step counts some events, in one transaction with the cursor.
func (f *Follower) step(ctx context.Context) (more bool, err error) {
	var cursor, from, to int64
	var told bool
	t := tally{}
	err = f.archive.Read(ctx, f.org, func(v *store.View) (err error) {
		if cursor, err = v.Cursor(name); err != nil {
			return err
		}
		if from = cursor; cursor == f.at {
			from = max(cursor, f.seen)
		}
		to, told, err = t.count(v, from, from+lot)
		return err
	})
	if err != nil || to == from {
		return false, err
	}
	if !told && to-cursor < idle {
		f.at, f.seen = cursor, to
		return false, nil
	}
	return to == from+lot, f.archive.Update(ctx, f.org, func(tx *store.Tx) error { return t.write(tx, cursor, to) })
}

// count adds up what the events from one number up to another say, as far as there are any, and returns the next number,
// and whether any of them was of a type that counts.
func (t tally) count(v *store.View, from, to int64) (next int64, told bool, err error) {
	for from < to {
		events, err := v.Events(from, int(min(stride, to-from)))
		if err != nil || len(events) == 0 {
			return from, told, err
		}
		from += int64(len(events))
		if !slices.ContainsFunc(events, tells) {
			continue
		}
		told = true
		if err := t.countThese(v, events); err != nil {
			return from, told, err
		}
	}
	return from, told, nil
}

func (t tally) countThese(v *store.View, events []store.Stored) error {
	b, err := newBook(v)
	if err != nil {
		return err
	}
	for _, s := range events {
		answers, err := b.answers(s.Event)
		if err != nil {
			return err
		}
		for _, a := range answers {
			t.add(a, 1)
		}
	}
	return nil
}

// write moves the cursor and adds to the counters; neither, if another process has moved it.
func (t tally) write(tx *store.Tx, from, to int64) error {
	if moved, err := tx.MoveCursor(name, from, to); err != nil || !moved {
		return err
	}
	return t.addTo(tx)
}

// addTo adds to the counters, in their order, so that nobody waits for anybody in a ring.
func (t tally) addTo(tx *store.Tx) error {
	for _, k := range slices.SortedFunc(maps.Keys(t), inOrder) {
		n := t[k]
		k.Count = n
		if err := tx.Count(k); err != nil {
			return err
		}
	}
	return nil
}

func inOrder(a, b store.Counter) int {
	return cmp.Or(cmp.Compare(a.Grain, b.Grain), cmp.Compare(a.Dimension, b.Dimension), cmp.Compare(a.Span, b.Span), cmp.Compare(a.Fact, b.Fact),
		cmp.Compare(a.Purpose, b.Purpose), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Value, b.Value))
}
