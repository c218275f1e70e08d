package stats

import (
	"context"
	"slices"
	"time"

	"assent"
	"assent/store"
)

// name is that of the cursor.
const name = "stats"

const (
	stride = 512         // events read together
	lot    = 64 * stride // events counted before the counters are written, if there are as many
	idle   = 64          // events that count nothing, for which the cursor need not move
	pause  = time.Second // between two writings, so that what comes together is written together
)

// Follower is the job that counts the events of one organisation. It counts them soon after they were recorded, while they are
// in memory, and writes the counters once a second, each once. Any number of processes may run it: what another process was faster
// with is not counted again.
type Follower struct {
	archive *store.Archive
	org     assent.ID
	now     func() time.Time
	head    *store.Head
	book    book
	found   reading
	written time.Time
}

// reading is what was counted since the counters were written.
type reading struct {
	tally
	from, to int64 // numbers of the first event and of the one after the last; the cursor stands at the first
	told     bool  // one of them was of a type that counts
}

// Follow makes the follower.
func Follow(archive *store.Archive, org assent.ID, now func() time.Time) *Follower {
	return &Follower{archive: archive, org: org, now: now, head: archive.Head(org)}
}

// Name tells the job in the log.
func (f *Follower) Name() string { return name }

// Round counts the next events, and writes if it has not done so a moment ago.
func (f *Follower) Round(ctx context.Context) (more bool, err error) {
	if more, err = f.count(ctx); err != nil {
		return false, err
	}
	if now := f.now(); f.found.full() || now.Sub(f.written).Abs() >= pause {
		f.written, err = now, f.write(ctx)
	}
	return more, err
}

// Count counts to the end of the log.
func (f *Follower) Count(ctx context.Context) error {
	for {
		more, err := f.count(ctx)
		if err == nil && (!more || f.found.full()) {
			err = f.write(ctx)
		}
		if err != nil || !more {
			return err
		}
	}
}

// count counts some events, and says whether there may be more. What was counted and is not written yet is counted anew if
// another process has moved the cursor meanwhile.
func (f *Follower) count(ctx context.Context) (more bool, err error) {
	if head, err := f.head.Read(ctx); err != nil || head == f.found.to {
		return false, err
	}
	err = f.archive.Read(ctx, f.org, func(v *store.View) error {
		cursor, err := v.Cursor(name)
		if err != nil {
			return err
		}
		if f.found.tally == nil || cursor != f.found.from {
			f.found = reading{tally: tally{}, from: cursor, to: cursor}
		}
		more, err = f.found.count(&f.book, v, f.found.to+stride)
		return err
	})
	return more, err
}

// count counts the events up to a number, and reports whether there are as many.
func (r *reading) count(b *book, v *store.View, to int64) (all bool, err error) {
	events, err := v.Events(r.to, int(to-r.to))
	if err != nil || !slices.ContainsFunc(events, tells) {
		r.to += int64(len(events))
		return r.to == to, err
	}
	answers, err := b.read(v, events)
	if err != nil {
		return false, err
	}
	for _, a := range answers {
		r.tally[a]++
	}
	r.to, r.told = r.to+int64(len(events)), true
	return r.to == to, nil
}

// full reports whether so much was counted that it is to be written.
func (r *reading) full() bool { return r.to-r.from >= lot }

// worth reports whether it is worth a write: events that count nothing are read again by the next process.
func (r *reading) worth() bool { return r.told || r.to-r.from >= idle }

// write adds what was counted to the counters and moves the cursor; neither, if another process has moved it.
func (f *Follower) write(ctx context.Context) error {
	r := f.found
	if !r.worth() {
		return nil
	}
	counters, moved := r.counters(), false
	err := f.archive.Update(ctx, f.org, func(tx *store.Tx) (err error) {
		if moved, err = tx.MoveCursor(name, r.from, r.to); err != nil || !moved {
			return err
		}
		return tx.Count(counters...)
	})
	switch {
	case err != nil:
		return err
	case moved:
		f.found = reading{tally: tally{}, from: r.to, to: r.to}
	default:
		f.found = reading{}
	}
	return nil
}
