package names

import (
	"context"
	"encoding/json"
	"maps"
	"time"

	"assent"
	"assent/store"
)

// cursor is that of the follower; it stands in the archive, so it never changes.
const cursor = "names"

const (
	stride = 128         // events that one round reads: what it writes holds the log's lock
	ahead  = 8192        // events without a name after which the cursor is moved all the same
	pause  = time.Second // between two rounds that found nothing to do
)

// Follow is the job (a jobs.Job) that keeps the index of an organisation.
func (d *Desk) Follow(org assent.ID, now func() time.Time) *Follower {
	return &Follower{desk: d, org: org, now: now}
}

// Follower reads the log from its beginning. Any number of processes may run it.
type Follower struct {
	desk   *Desk
	org    assent.ID
	now    func() time.Time
	rested time.Time

	// All events from the cursor at to seen bring no name, which saves moving it for them.
	at, seen int64
}

// Name tells the job in the log.
func (f *Follower) Name() string { return cursor }

// Round reads the next events, if it has not done so a moment ago.
func (f *Follower) Round(ctx context.Context) (more bool, err error) {
	if now := f.now(); now.Sub(f.rested).Abs() < pause {
		return false, nil
	}
	if more, err = f.step(ctx); !more {
		f.rested = f.now()
	}
	return more, err
}

func (f *Follower) step(ctx context.Context) (more bool, err error) {
	var at, from int64
	var events []store.Stored
	err = f.desk.archive.Read(ctx, f.org, func(v *store.View) (err error) {
		if at, err = v.Cursor(cursor); err != nil {
			return err
		}
		if from = at; at == f.at {
			from = max(at, f.seen)
		}
		events, err = v.Events(from, stride)
		return err
	})
	if err != nil || len(events) == 0 {
		return false, err
	}
	to := from + int64(len(events))
	naming := withNames(events)
	if len(naming) == 0 && to-at < ahead {
		f.at, f.seen = at, to
		return len(events) == stride, nil
	}
	// Write, not Update: no erasure may come between opening a name and putting it down.
	err = f.desk.archive.Write(ctx, f.org, func(tx *store.Tx) error {
		if moved, err := tx.MoveCursor(cursor, at, to); err != nil || !moved {
			return err
		}
		return f.desk.take(tx, naming)
	})
	return len(events) == stride, err
}

// withNames picks the events that bring a name.
func withNames(events []store.Stored) (out []*assent.Event) {
	for _, s := range events {
		for _, field := range s.Event.Sealed {
			if IsName(field.Name) {
				out = append(out, s.Event)
				break
			}
		}
	}
	return out
}

// take puts down the names that events bring, each record's once.
func (d *Desk) take(tx *store.Tx, events []*assent.Event) error {
	var order []assent.ID
	brought := map[assent.ID]map[string]string{}
	for _, e := range events {
		names, err := d.brought(tx, e)
		if err != nil {
			return err
		}
		if brought[e.Person] == nil {
			brought[e.Person] = map[string]string{}
			order = append(order, e.Person)
		}
		maps.Copy(brought[e.Person], names)
	}
	for _, person := range order {
		if err := d.put(tx, person, brought[person]); err != nil {
			return err
		}
	}
	return nil
}

// brought opens the names that one event brought; none if they were erased meanwhile.
func (d *Desk) brought(tx *store.Tx, e *assent.Event) (map[string]string, error) {
	record, found, err := tx.Record(e.Person)
	if err != nil || !found || len(record.Wrapped) == 0 {
		return nil, err
	}
	sealed, err := tx.Sealed(e.ID)
	if err != nil || sealed == nil {
		return nil, err
	}
	key, err := d.vault.Unwrap(record.Wrapped)
	if err != nil {
		return nil, err
	}
	defer key.Forget()
	openings, err := key.OpenOpenings(e.ID, sealed)
	out := map[string]string{}
	for _, o := range openings {
		if IsName(o.Name) {
			out[o.Name] = o.Value
		}
	}
	return out, err
}

// put replaces what is found of a record by its names, those that were known and those that came.
func (d *Desk) put(tx *store.Tx, person assent.ID, came map[string]string) error {
	if len(came) == 0 {
		return nil
	}
	record, _, err := tx.Record(person)
	if err != nil {
		return err
	}
	key, err := d.vault.Unwrap(record.Wrapped)
	if err != nil {
		return err
	}
	defer key.Forget()
	names := map[string]string{}
	row, found, err := tx.NamesOf(person)
	if err == nil && found {
		names, err = unseal(key, row)
	}
	if err != nil {
		return err
	}
	maps.Copy(names, came)
	plain, err := json.Marshal(names)
	if err != nil {
		return err
	}
	row = store.NameRow{Person: person}
	if row.Data, err = key.Seal(plain, bound(person)); err != nil {
		return err
	}
	return tx.PutNames(row, d.hashes(names))
}
