package stats

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"assent"
	"assent/store"
)

// turn is the number by which two who recount at once learn of each other.
const turn = "stats.recounts"

// Recounting is what counting the log once more has found.
type Recounting struct {
	Events   int64        `json:"events"`   // from the beginning of the log to where the counters stand
	Counters int          `json:"counters"` // that were compared
	Wrong    []Correction `json:"wrong"`

	turn int64
}

// Correction is one counter that does not say what the log does.
type Correction struct {
	store.Counter       // Count is what the log says
	Kept          int64 `json:"kept"` // what the counter says
}

// Recount counts the log from its beginning, from one snapshot, and compares that with the counters. Nothing is
// changed. Messages stopped are left out: they are not in the log.
func (d *Desk) Recount(ctx context.Context, org assent.ID, progress func(done, total int64)) (*Recounting, error) {
	r := &Recounting{Wrong: []Correction{}}
	err := d.Archive.Read(ctx, org, func(v *store.View) (err error) {
		if r.turn, err = v.Cursor(turn); err != nil {
			return err
		}
		if r.Events, err = v.Cursor(name); err != nil {
			return err
		}
		counted, err := countAll(v, r.Events, progress)
		if err != nil {
			return err
		}
		kept, err := keptOf(v)
		r.compare(counted, kept)
		return err
	})
	return r, err
}

// countAll counts the events below a number.
func countAll(v *store.View, to int64, progress func(done, total int64)) (map[store.Counter]int64, error) {
	all, b := reading{tally: tally{}}, book{}
	for all.to < to {
		from := all.to
		switch _, err := all.count(&b, v, min(from+stride, to)); {
		case err != nil:
			return nil, err
		case all.to == from:
			return nil, fmt.Errorf("the log ends at %d, and the counters stand at %d", from, to)
		}
		if all.to/lot > from/lot || all.to == to {
			progress(all.to, to)
		}
	}
	return all.sums(), nil
}

// keptOf are the counters as they are kept.
func keptOf(v *store.View) (map[store.Counter]int64, error) {
	rows, err := v.AllCounters(string(Blocked))
	kept := make(map[store.Counter]int64, len(rows))
	for _, c := range rows {
		n := c.Count
		c.Count = 0
		kept[c] = n
	}
	return kept, err
}

// compare lists where the two differ, in the order of counters.
func (r *Recounting) compare(counted, kept map[store.Counter]int64) {
	all := maps.Clone(kept)
	maps.Copy(all, counted)
	r.Counters = len(all)
	for _, c := range slices.SortedFunc(maps.Keys(all), inOrder) {
		if was, is := kept[c], counted[c]; was != is {
			c.Count = is
			r.Wrong = append(r.Wrong, Correction{c, was})
		}
	}
}

// Mend adds to each wrong counter what it lacks. What followers have counted since stays counted. A Problem of code
// RECOUNTED_MEANWHILE if somebody else has mended them.
func (d *Desk) Mend(ctx context.Context, org assent.ID, r *Recounting) error {
	if len(r.Wrong) == 0 {
		return nil
	}
	return d.Archive.Update(ctx, org, func(tx *store.Tx) error {
		mine, err := tx.MoveCursor(turn, r.turn, r.turn+1)
		if err != nil {
			return err
		}
		if !mine {
			return assent.Problemf("RECOUNTED_MEANWHILE", "Somebody else has recounted in the meantime, and nothing was changed. Recount again.").OfKind(assent.Conflict)
		}
		lack := make([]store.Counter, len(r.Wrong))
		for i, w := range r.Wrong {
			lack[i] = w.Counter
			lack[i].Count -= w.Kept
		}
		if err := tx.Count(lack...); err != nil {
			return err
		}
		return tx.DropEmptyCounters()
	})
}
