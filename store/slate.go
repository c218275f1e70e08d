package store

import (
	"bytes"
	"errors"
	"maps"
	"slices"

	"assent"
)

// slate is what a batch knows and means to write: acts are worked out on it, one after another, before
// anything of them reaches the database. Slates lie in layers: an act's own, which is wiped if the act is
// refused, over that of its batch, over that of the batch whose commit is under way. A look-up goes
// down through what was written, then to what was read beforehand, then to the database.
type slate struct {
	under   *slate
	written rows
	known   *rows              // read from the database; an act shares it with its batch
	lines   []*line            // what is to be inserted: a person's row, whose state may be written again, stands in written alone
	told    int                // so many lines are ready to be said
	rows    map[string][][]any // all lines by statement, once the batch is complete
	lists   map[string][]any   // the same as arguments of statements that take lists
	log     logRow             // as it is after all that is written here
}

// rows are the kinds of row that a slate can hold, by what they are looked for.
type rows struct {
	people  map[assent.ID]maybe[Person]
	points  map[assent.ID]maybe[PointRow]
	hashes  map[hashed]maybe[PointRow]
	owned   map[assent.ID]maybe[[]PointRow] // by the record that stands for the person
	states  map[assent.ID]maybe[*StateRow]  // likewise
	answers map[string]maybe[Idempotent]
	left    map[assent.Pseudonym]maybe[[]Suppression]
	events  map[assent.ID]maybe[Stored]
}

// maybe is a row that was looked for.
type maybe[R any] struct {
	row   R
	found bool
}

// hashed is what a contact point is found by.
type hashed struct {
	kind assent.PointKind
	by   assent.Pseudonym
}

func newRows() rows {
	return rows{
		people: map[assent.ID]maybe[Person]{}, points: map[assent.ID]maybe[PointRow]{}, hashes: map[hashed]maybe[PointRow]{},
		owned: map[assent.ID]maybe[[]PointRow]{}, states: map[assent.ID]maybe[*StateRow]{}, answers: map[string]maybe[Idempotent]{},
		left: map[assent.Pseudonym]maybe[[]Suppression]{}, events: map[assent.ID]maybe[Stored]{},
	}
}

// seek looks a row up on the slate of a view, and reads it if it is not there. A view without a slate reads.
func seek[K comparable, R any](v *View, of func(*rows) map[K]maybe[R], key K, read func() (R, bool, error)) (R, bool, error) {
	if v.slate == nil {
		return read()
	}
	for s := v.slate; s != nil; s = s.under {
		if m, ok := of(&s.written)[key]; ok {
			return m.row, m.found, nil
		}
	}
	if m, ok := of(v.slate.known)[key]; ok {
		return m.row, m.found, nil
	}
	row, found, err := read()
	if err == nil {
		of(v.slate.known)[key] = maybe[R]{row, found}
	}
	return row, found, err
}

func peopleOf(r *rows) map[assent.ID]maybe[Person]             { return r.people }
func pointsOf(r *rows) map[assent.ID]maybe[PointRow]           { return r.points }
func hashesOf(r *rows) map[hashed]maybe[PointRow]              { return r.hashes }
func ownedOf(r *rows) map[assent.ID]maybe[[]PointRow]          { return r.owned }
func statesOf(r *rows) map[assent.ID]maybe[*StateRow]          { return r.states }
func answersOf(r *rows) map[string]maybe[Idempotent]           { return r.answers }
func leftOf(r *rows) map[assent.Pseudonym]maybe[[]Suppression] { return r.left }
func eventsOf(r *rows) map[assent.ID]maybe[Stored]             { return r.events }

// take keeps what an act has written.
func (s *slate) take(act *slate) {
	s.lines, s.log = append(s.lines, act.lines...), act.log
	maps.Copy(s.written.people, act.written.people)
	maps.Copy(s.written.points, act.written.points)
	maps.Copy(s.written.hashes, act.written.hashes)
	maps.Copy(s.written.owned, act.written.owned)
	maps.Copy(s.written.states, act.written.states)
	maps.Copy(s.written.answers, act.written.answers)
	maps.Copy(s.written.events, act.written.events)
}

// wipe makes the layer of an act ready for the next.
func (s *slate) wipe() {
	s.lines, s.log = s.lines[:0], s.under.log
	r := &s.written
	clear(r.people)
	clear(r.points)
	clear(r.hashes)
	clear(r.owned)
	clear(r.states)
	clear(r.answers)
	clear(r.events)
}

// errBeyond says that what was asked for cannot be done on a slate: the act is to be recorded by itself, in a
// transaction of its own.
var errBeyond = errors.New("an act of this sort is recorded by itself")

// append adds an event to the log as it will be, and what is sealed beside it.
func (s *slate) append(e *entry) {
	s.written.events[e.ID] = maybe[Stored]{e.Stored, true}
	s.insert("append_event", e)
	s.insert("put_sealed", (*sealedRow)(e))
}

// opened finds the record of a person if it begins on the slate, an act's, or on that of its batch.
func (s *slate) opened(person assent.ID) (Person, bool) {
	p := s.written.people[person]
	if !p.found && s.under != nil {
		p = s.under.written.people[person]
	}
	return p.row, p.found
}

// answers reports whether an answer to the request of that key is written on the slate of an act, or on that of its batch.
func (s *slate) answers(key string) bool {
	_, here := s.written.answers[key]
	if !here && s.under != nil {
		_, here = s.under.written.answers[key]
	}
	return here
}

// newPoint writes a contact point beside those that the person has: it is then found by itself, by its hash and
// with her.
func (s *slate) newPoint(p PointRow, root assent.ID, beside []PointRow) {
	hers := append(slices.Clone(beside), p)
	slices.SortFunc(hers, func(a, b PointRow) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	s.written.points[p.ID], s.written.hashes[hashed{p.Kind, p.Pseudonym}] = maybe[PointRow]{p, true}, maybe[PointRow]{p, true}
	s.written.owned[root] = maybe[[]PointRow]{hers, true}
	s.insert("new_point", &p)
}
