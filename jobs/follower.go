package jobs

import (
	"context"
	"errors"
	"slices"

	"assent"
	"assent/store"
)

// Follower is the [Job] that turns the events of one organisation's log into deliveries, for many errands at once: each
// event is read one time for all of them. It is not for concurrent use; two followers of one errand, in one process
// or in two, are fine.
type Follower struct {
	archive *store.Archive
	org     assent.ID
	errands []Errand
	places  []place // of the errands; nil: they are to be read
	nudge   func()  // says that there is something to carry
	head    *store.Head
	seen    int64 // events that every errand has seen
}

// place is how far an errand has come.
type place struct {
	cursor int64 // in the archive
	next   int64 // all events before it are known to cause nothing; saves moving the cursor for them
}

const (
	stride = 256  // events that one round reads at most
	ahead  = 8192 // events that cause nothing, after which cursors are moved all the same
)

// errOvertaken: another process has moved a cursor meanwhile.
var errOvertaken = errors.New("another process was faster")

// Follow makes the follower of errands; one that no event causes is passed over.
func Follow(archive *store.Archive, org assent.ID, errands ...Errand) *Follower {
	return &Follower{archive: archive, org: org, head: archive.Head(org), nudge: func() {}, errands: slices.DeleteFunc(slices.Clone(errands), func(e Errand) bool { return e.Wants == nil })}
}

// Name tells the job in the log.
func (f *Follower) Name() string { return "follower" }

// Round reads the next events and writes, in one transaction, the deliveries that they cause and
// how far it has come. If another process moved a cursor meanwhile, nothing is written.
func (f *Follower) Round(ctx context.Context) (more bool, err error) {
	if len(f.errands) == 0 {
		return false, nil
	}
	if head, err := f.head.Read(ctx); err != nil || head == f.seen {
		return false, err
	}
	events, err := f.read(ctx)
	if err != nil || len(events) == 0 {
		return false, err
	}
	to, full := events[0].Number+int64(len(events)), len(events) == stride
	owed, moves := f.owed(events, to)
	if slices.Contains(moves, true) {
		err = f.advance(ctx, to, owed, moves)
	}
	if errors.Is(err, errOvertaken) {
		f.places = nil
		return true, nil
	}
	if err != nil {
		return false, err
	}
	for i := range f.places {
		f.places[i].next = max(f.places[i].next, to)
	}
	f.seen = to
	return full, nil
}

// read returns the next events that some errand has not seen.
func (f *Follower) read(ctx context.Context) (events []store.Stored, err error) {
	places := f.places
	err = f.archive.Read(ctx, f.org, func(v *store.View) error {
		if places == nil {
			for _, e := range f.errands {
				cursor, err := v.Cursor(e.Name)
				if err != nil {
					return err
				}
				places = append(places, place{cursor, cursor})
			}
		}
		from := places[0].next
		for _, p := range places {
			from = min(from, p.next)
		}
		events, err = v.Events(from, stride)
		return err
	})
	if err == nil {
		f.places = places
	}
	return events, err
}

// owed lists the deliveries that events up to a number cause, each due at once, and says the cursors of which errands are to be
// moved: of those that have any, or have had none for long.
func (f *Follower) owed(events []store.Stored, to int64) (out []store.Delivery, moves []bool) {
	moves = make([]bool, len(f.errands))
	for i, p := range f.places {
		moves[i] = to-p.cursor >= ahead
	}
	for _, s := range events {
		for i, e := range f.errands {
			if s.Number < f.places[i].next {
				continue
			}
			destinations := e.Wants(s.Event)
			slices.Sort(destinations)
			for _, to := range slices.Compact(destinations) {
				out, moves[i] = append(out, store.Delivery{Follower: e.Name, Event: s.ID, Destination: to, Next: s.Recorded}), true
			}
		}
	}
	return out, moves
}

// advance writes deliveries down and moves the cursors of errands up to an event. It fails as a whole with errOvertaken.
func (f *Follower) advance(ctx context.Context, to int64, owed []store.Delivery, moves []bool) error {
	after := slices.Clone(f.places)
	err := f.archive.Update(ctx, f.org, func(tx *store.Tx) error {
		for i, e := range f.errands {
			if !moves[i] || f.places[i].cursor >= to {
				continue
			}
			moved, err := tx.MoveCursor(e.Name, f.places[i].cursor, to)
			if err != nil {
				return err
			}
			if !moved {
				return errOvertaken
			}
			after[i].cursor = to
		}
		return tx.PutDeliveries(owed)
	})
	if err != nil {
		return err
	}
	f.places = after
	if len(owed) > 0 {
		f.nudge()
	}
	return nil
}
