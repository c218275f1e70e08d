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
}

// place is how far an errand has come.
type place struct {
	cursor int64 // in the archive
	next   int64 // all events before it are known to cause nothing; saves moving the cursor for them
}

// stride is the most events that one round reads.
const stride = 256

// errOvertaken: another process has moved a cursor meanwhile.
var errOvertaken = errors.New("another process was faster")

// Follow makes the follower of errands; one that no event causes is passed over.
func Follow(archive *store.Archive, org assent.ID, errands ...Errand) *Follower {
	return &Follower{archive: archive, org: org, nudge: func() {}, errands: slices.DeleteFunc(slices.Clone(errands), func(e Errand) bool { return e.Wants == nil })}
}

// Name tells the job in the log.
func (f *Follower) Name() string { return "follower" }

// Round reads the next events and writes, in one transaction, the deliveries that they cause and
// how far it has come. If another process moved a cursor meanwhile, nothing is written.
func (f *Follower) Round(ctx context.Context) (more bool, err error) {
	if len(f.errands) == 0 {
		return false, nil
	}
	events, err := f.read(ctx)
	if err != nil || len(events) == 0 {
		return false, err
	}
	to, full := events[0].Number+int64(len(events)), len(events) == stride
	owed, causes := f.owed(events)
	if len(owed) > 0 || full {
		err = f.advance(ctx, to, owed, func(i int) bool { return full || causes[i] })
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

// owed lists the deliveries that events cause, each due at once, and says which errands have any.
func (f *Follower) owed(events []store.Stored) (out []store.Delivery, causes []bool) {
	causes = make([]bool, len(f.errands))
	for _, s := range events {
		for i, e := range f.errands {
			if s.Number < f.places[i].next {
				continue
			}
			destinations := e.Wants(s.Event)
			slices.Sort(destinations)
			for _, to := range slices.Compact(destinations) {
				out, causes[i] = append(out, store.Delivery{Follower: e.Name, Event: s.ID, Destination: to, Next: s.Recorded}), true
			}
		}
	}
	return out, causes
}

// advance writes deliveries down and moves the cursors of errands up to an event. It fails as a whole with errOvertaken.
func (f *Follower) advance(ctx context.Context, to int64, owed []store.Delivery, moves func(errand int) bool) error {
	after := slices.Clone(f.places)
	err := f.archive.Update(ctx, f.org, func(tx *store.Tx) error {
		for i, e := range f.errands {
			if !moves(i) || f.places[i].cursor >= to {
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
