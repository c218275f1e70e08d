package names

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"assent"
	"assent/store"
)

// cursor is that of the follower; it stands in the archive, so it never changes.
const cursor = "names"

const (
	stride = 512  // events that one round reads
	named  = 128  // of them bring a name that one round puts down at most: it holds the log's lock
	ahead  = 8192 // events without a name after which the cursor is moved all the same
)

// Follow is the job (a jobs.Job) that keeps the index of an organisation.
func (d *Desk) Follow(org assent.ID) *Follower {
	return &Follower{desk: d, org: org, head: d.archive.Head(org)}
}

// Follower reads the log from its beginning. Any number of processes may run it.
type Follower struct {
	desk *Desk
	org  assent.ID
	head *store.Head

	// All events from the cursor at to seen bring no name, which saves moving it for them.
	at, seen int64
}

// Name tells the job in the log.
func (f *Follower) Name() string { return cursor }

// Round reads the next events, if there are any.
func (f *Follower) Round(ctx context.Context) (more bool, err error) {
	if head, err := f.head.Read(ctx); err != nil || head == f.seen {
		return false, err
	}
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
	naming, read := withNames(events)
	to, more := from+int64(read), read < len(events) || read == stride
	if len(naming) > 0 || to-at >= ahead {
		moved, err := f.put(ctx, at, to, naming)
		if err != nil || !moved {
			return false, err
		}
		at = to
	}
	f.at, f.seen = at, to
	return more, nil
}

// put puts names down and moves the cursor; neither, if another process has moved it. It is a Write and not an Update: no erasure
// may come between opening a name and putting it down.
func (f *Follower) put(ctx context.Context, from, to int64, naming []*assent.Event) (moved bool, err error) {
	err = f.desk.archive.Write(ctx, f.org, func(tx *store.Tx) (err error) {
		if moved, err = tx.MoveCursor(cursor, from, to); err != nil || !moved {
			return err
		}
		return f.desk.take(tx, naming)
	})
	return moved, err
}

// withNames picks the events that bring a name, as many as one round puts down, and says how many events that took.
func withNames(events []store.Stored) (out []*assent.Event, read int) {
	for read < len(events) && len(out) < named {
		e := events[read].Event
		if slices.ContainsFunc(e.Sealed, func(field assent.SealedField) bool { return IsName(field.Name) }) {
			out = append(out, e)
		}
		read++
	}
	return out, read
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
