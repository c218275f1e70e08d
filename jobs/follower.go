package jobs

import (
	"context"
	"slices"

	"assent"
	"assent/store"
)

// Follower is the [Job] that turns the events of one organisation's log into deliveries. It is
// not for concurrent use; two followers of one errand, in one process or in two, are fine.
type Follower struct {
	archive *store.Archive
	org     assent.ID
	errand  Errand
	seen    int64 // all events before it are known to cause nothing; saves moving the cursor for them
}

// stride is the most events that one round reads.
const stride = 256

// Follow makes the follower of an errand.
func Follow(archive *store.Archive, org assent.ID, e Errand) *Follower {
	return &Follower{archive: archive, org: org, errand: e}
}

// Name is the errand's.
func (f *Follower) Name() string { return f.errand.Name }

// Round reads the next events and writes, in one transaction, the deliveries that they cause and
// how far it has come. If another process moved the cursor meanwhile, nothing is written.
func (f *Follower) Round(ctx context.Context) (more bool, err error) {
	var cursor, from int64
	var events []store.Stored
	err = f.archive.Read(ctx, f.org, func(v *store.View) (err error) {
		if cursor, err = v.Cursor(f.errand.Name); err != nil {
			return err
		}
		from = max(cursor, f.seen)
		events, err = v.Events(from, stride)
		return err
	})
	if err != nil || len(events) == 0 {
		return false, err
	}
	to, owed := from+int64(len(events)), f.owed(events)
	if len(owed) == 0 && len(events) < stride {
		f.seen = to
		return false, nil
	}
	// Write, not Update: the log's lock keeps two processes with the same cursor apart.
	err = f.archive.Write(ctx, f.org, func(tx *store.Tx) error { return f.advance(tx, cursor, to, owed) })
	return len(events) == stride, err
}

// owed lists the deliveries that events cause, each due at once.
func (f *Follower) owed(events []store.Stored) []store.Delivery {
	if f.errand.Wants == nil {
		return nil
	}
	var out []store.Delivery
	for _, s := range events {
		destinations := f.errand.Wants(s.Event)
		slices.Sort(destinations)
		for _, to := range slices.Compact(destinations) {
			out = append(out, store.Delivery{Follower: f.errand.Name, Event: s.ID, Destination: to, Next: s.Recorded})
		}
	}
	return out
}

func (f *Follower) advance(tx *store.Tx, from, to int64, owed []store.Delivery) error {
	at, err := tx.Cursor(f.errand.Name)
	if err != nil || at != from {
		return err
	}
	for _, d := range owed {
		if err := tx.PutDelivery(d); err != nil {
			return err
		}
	}
	return tx.SetCursor(f.errand.Name, to)
}
