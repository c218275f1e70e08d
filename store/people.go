package store

import (
	"bytes"
	"errors"
	"fmt"
	"math"

	"assent"
)

// A person may have had several records before it was known that they are one woman. Merging
// points one record at another; no chain of them is longer than one step. Events stay under
// the record they were recorded for, and everything here finds them by any of her records.

// Person returns the record that stands for the person named by any of her records.
func (v *View) Person(id assent.ID) (Person, bool, error) {
	p, found, err := v.Record(id)
	if err != nil || !found || p.Into.IsZero() {
		return p, found, err
	}
	return v.Record(p.Into)
}

// Record returns one person record as it is, merged or not: the key of values sealed under it.
func (v *View) Record(id assent.ID) (Person, bool, error) {
	return seek(v, peopleOf, id, func() (Person, bool, error) { return one[Person](v, "person_by_id", id) })
}

// RecordsOf returns all records of a person, the one that stands for her first.
func (v *View) RecordsOf(person assent.ID) ([]Person, error) {
	root, err := v.root(person)
	if err != nil {
		return nil, err
	}
	return list[Person](v, "records_of_person", root)
}

// People returns up to limit persons after the given one, in the order of their identifiers;
// merged records are left out.
func (v *View) People(after assent.ID, limit int) ([]Person, error) {
	return list[Person](v, "people_after", after[:], limit)
}

// root is the record that stands for the person; id itself if it is not known.
func (v *View) root(id assent.ID) (assent.ID, error) {
	p, found, err := v.Record(id)
	if err != nil || !found || p.Into.IsZero() {
		return id, err
	}
	return p.Into, nil
}

// PutPerson adds a person record or replaces its wrapped key.
func (tx *Tx) PutPerson(p Person) error { return tx.put("put_person", p.ID, p.Wrapped) }

// NewPerson is PutPerson for an identifier that was drawn a moment ago.
func (tx *Tx) NewPerson(p Person) error {
	if tx.slate == nil {
		return tx.PutPerson(p)
	}
	w, row := &tx.slate.written, &StateRow{Person: p.ID}
	row.begins(p)
	w.people[p.ID] = maybe[Person]{Person{ID: p.ID, Wrapped: p.Wrapped}, true}
	w.owned[p.ID], w.states[p.ID] = maybe[[]PointRow]{}, maybe[*StateRow]{row: row}
	return nil
}

// ShredPerson deletes the keys of all records of a person: what was sealed under them can
// never be read again.
func (tx *Tx) ShredPerson(id assent.ID) error {
	root, err := tx.root(id)
	if err != nil {
		return err
	}
	return tx.put("shred_person", root)
}

// MergePerson makes the record from one with the record into: the states are joined, and from
// here on either name finds both. Merging twice changes nothing.
func (tx *Tx) MergePerson(from, into assent.ID) error {
	from, into, err := tx.roots(from, into)
	if err != nil || from == into {
		return err
	}
	state, err := tx.State(into)
	if err != nil {
		return err
	}
	other, err := tx.State(from)
	if err != nil {
		return err
	}
	state.Merge(other)
	if err := tx.put("merge_person", from, into); err != nil {
		return err
	}
	if err := tx.put("drop_state", from); err != nil {
		return err
	}
	return tx.PutState(state)
}

func (tx *Tx) roots(a, b assent.ID) (assent.ID, assent.ID, error) {
	pa, foundA, err := tx.Person(a)
	if err != nil {
		return a, b, err
	}
	pb, foundB, err := tx.Person(b)
	if err == nil && !(foundA && foundB) {
		err = errors.New("both person records must exist to be merged")
	}
	return pa.ID, pb.ID, err
}

// State returns what the log says of a person; an empty state if nothing.
func (v *View) State(person assent.ID) (*assent.State, error) {
	if v.slate == nil { // most have one, and then one statement finds it
		var row StateRow
		switch found, err := v.scan("state_that_stands", row.fields(), person); {
		case err != nil:
			return nil, err
		case found:
			return row.State()
		}
	}
	root, err := v.root(person)
	if err != nil {
		return nil, err
	}
	row, found, err := seek(v, statesOf, root, func() (*StateRow, bool, error) {
		var row StateRow
		found, err := v.scan("state_of_person", row.fields(), root)
		return &row, found, err
	})
	if err != nil || !found {
		return assent.NewState(root), err
	}
	return row.State()
}

// StatesOf returns what the log says of each of the persons of whom it says something; those whose record stands for
// itself no more are left out.
func (v *View) StatesOf(people []assent.ID) (map[assent.ID]*assent.State, error) {
	out := make(map[assent.ID]*assent.State, len(people))
	var failed error
	err := fetchEach(v, "states_by_person", nil, people, func(r StateRow) {
		s, err := r.State()
		if err != nil && failed == nil {
			failed = err
		}
		out[r.Person] = s
	})
	return out, errors.Join(err, failed)
}

// States returns up to limit states of persons after the given one, in the order of their identifiers.
func (v *View) States(after assent.ID, limit int) ([]*assent.State, error) {
	rows, err := v.StateRows(after, lastID, limit)
	if err != nil {
		return nil, err
	}
	out := make([]*assent.State, len(rows))
	for i, row := range rows {
		if out[i], err = row.State(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// lastID comes after all others.
var lastID = assent.ID(bytes.Repeat([]byte{math.MaxUint8}, len(assent.ID{})))

// StateRows is [View.States] up to a last identifier, without reading the bodies, which may be done elsewhere.
func (v *View) StateRows(after, last assent.ID, limit int) ([]StateRow, error) {
	return list[StateRow](v, "states_between", after[:], last[:], limit)
}

// PutState replaces the state of a person. The state is the archive's from here on: do not change it.
func (tx *Tx) PutState(s *assent.State) error {
	row := &StateRow{Person: s.Person, seen: s.Seen, put: s}
	if tx.slate != nil {
		row.line = line{into: "put_state", row: row}
		if p, here := tx.slate.opened(s.Person); here {
			row.begins(p)
		}
		tx.slate.written.states[s.Person] = maybe[*StateRow]{row, true}
		return nil
	}
	_ = row.encode()
	return tx.put("put_state", row.fields()...)
}

// StateRow is a state as it is stored, in the row of the person.
type StateRow struct {
	Person  assent.ID
	seen    int64
	body    []byte
	wrapped []byte        // the key of a person who begins with this state; otherwise it stays as it is
	put     *assent.State // to be encoded; not a column
	line    line          // likewise
}

// begins makes the row that of a new person. She may have no state yet.
func (r *StateRow) begins(p Person) {
	r.wrapped, r.line = p.Wrapped, line{into: "new_person", row: (*newPerson)(r)}
}

// encode works out the body; it does not fail.
func (r *StateRow) encode() error {
	if r.body == nil && r.put != nil {
		r.body = encodeState(r.put)
	}
	return nil
}

func (r *StateRow) fields() []any { return []any{&r.Person, &r.seen, &r.body} }

// newPerson is the whole row of a person who begins.
type newPerson StateRow

func (p *newPerson) encode() error { return (*StateRow)(p).encode() }

func (p *newPerson) fields() []any { return []any{&p.Person, &p.wrapped, &p.seen, &p.body} }

// State reads it.
func (r *StateRow) State() (*assent.State, error) {
	s := assent.NewState(r.Person)
	if r.put != nil {
		s.Merge(r.put) // a copy
		return s, nil
	}
	if err := decodeState(r.body, s); err != nil {
		return nil, fmt.Errorf("state of person %s: %w", r.Person, err)
	}
	s.Person = r.Person // whatever the body says
	return s, nil
}
