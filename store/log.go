package store

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"assent"
)

var errNoFacts = errors.New("an Update appends no events; use Write")

// Append gives the event its place in the log: it sets Org, Number and Recorded, and stores its
// canonical encoding, its leaf, and beside it the ciphertext of its sealed values (nil for none).
// The event is the archive's from here on: do not change it.
func (tx *Tx) Append(e *assent.Event, sealed []byte) error {
	if tx.log == nil {
		return errNoFacts
	}
	if e.ID.IsZero() || e.Code == "" {
		return errors.New("an event has an identifier and a code before it is appended")
	}
	e.Org, e.Number, e.Recorded = tx.org, tx.log.next, tx.now
	row := &entry{Stored{Number: e.Number, ID: e.ID, Code: e.Code, Type: e.Type,
		Person: e.Person, Recorded: e.Recorded, Event: e}, sealed}
	tx.log.take(e)
	if tx.slate != nil {
		tx.slate.append(row)
		return nil
	}
	if err := row.encode(); err != nil {
		return err
	}
	if err := tx.put("append_event", row.fields()...); err != nil {
		return err
	}
	tx.log.fresh = append(tx.log.fresh, row.Stored)
	return tx.put("put_sealed", (*sealedRow)(row).fields()...)
}

// entry is an event on its way into the log. On a slate its body and leaf are worked out after the turn.
type entry struct {
	Stored
	sealed []byte
}

// sealedRow is what lies beside the event, under its identifier.
type sealedRow entry

func (s *sealedRow) fields() []any { return []any{&s.ID, &s.Number, &s.sealed} }

// encode works out the body and the leaf.
func (e *entry) encode() (err error) {
	if e.Body != nil {
		return nil
	}
	if e.Body, err = assent.Encode(e.Event); err == nil {
		e.Leaf = leafHash(e.Body)
	}
	return err
}

// leafHash is the hash of a leaf of the ledger's tree (RFC 6962 §2.1).
func leafHash(body []byte) (leaf [32]byte) {
	h := sha256.New()
	h.Write([]byte{0})
	h.Write(body)
	h.Sum(leaf[:0])
	return leaf
}

// logRow is the row that a writer of facts locks first: the next number, the time of the last
// recorded event, and the number of the last publication of the catalogue.
type logRow struct {
	next      int64
	recorded  time.Time
	published int64
	last      assent.ID // the last event appended here; not a column
	fresh     []Stored  // those that were inserted here at once; likewise
}

func (l *logRow) fields() []any { return []any{&l.next, &l.recorded, &l.published} }

func (l *logRow) take(e *assent.Event) {
	l.next, l.recorded, l.last = e.Number+1, e.Recorded, e.ID
	if e.Type == assent.CataloguePublished {
		l.published = e.Number
	}
}

// Head returns the number that the next event will get, which is how many there are.
func (v *View) Head() (next int64, err error) {
	l, _, err := v.head()
	return l.next, err
}

// Published returns the number of the last catalogue.published event, -1 if there is none.
func (v *View) Published() (int64, error) {
	l, _, err := v.head()
	return l.published, err
}

func (v *View) head() (logRow, bool, error) {
	if v.slate != nil {
		return v.slate.log, true, nil
	}
	if v.end != nil {
		return *v.end, true, nil
	}
	l, found, err := one[logRow](v, "log_head")
	if !found {
		l.published = -1
	} else if v.tail != nil && err == nil {
		v.end = &l
	}
	return l, found, err
}

// Event finds an event by its identifier.
func (v *View) Event(id assent.ID) (Stored, bool, error) {
	if v.tail != nil {
		head, err := v.Head()
		if s, kept := v.tail.find(v.org, id); kept && err == nil && s.Number < head {
			return s, true, nil
		}
	}
	s, found, err := seek(v, eventsOf, id, func() (Stored, bool, error) { return one[Stored](v, "event_by_id", id) })
	if err != nil || !found {
		return s, found, err
	}
	if s.Body == nil { // appended a moment ago
		return s, true, v.fail("event_by_id", errBeyond)
	}
	return s, true, s.decode()
}

// Numbers returns by which numbers the log has the events of these identifiers, as far as it leads from them to any.
func (v *View) Numbers(events []assent.ID) (map[assent.ID]int64, error) {
	out := make(map[assent.ID]int64, len(events))
	return out, fetchEach(v, "numbers_by_id", nil, events, func(p place) { out[p.event] = p.number })
}

// place is where an event stands in the log.
type place struct {
	event  assent.ID
	number int64
}

func (p *place) fields() []any { return []any{&p.event, &p.number} }

// EventByCode finds an event by its transaction code.
func (v *View) EventByCode(code assent.TransactionCode) (Stored, bool, error) {
	return v.event("event_by_code", code)
}

// EventAt finds an event by its number.
func (v *View) EventAt(number int64) (Stored, bool, error) {
	return v.event("event_by_number", number)
}

// Events returns up to limit events in order, from number from on. They are not the caller's alone: do not change them.
func (v *View) Events(from int64, limit int) ([]Stored, error) {
	events, kept, err := v.recent(from, limit)
	if kept || err != nil {
		return events, err
	}
	rows, err := v.EventRows(from, limit)
	if err != nil {
		return nil, err
	}
	if events, err = decoded(rows); err == nil && v.tail != nil {
		v.tail.keep(v.org, events)
	}
	return events, err
}

// recent returns those of the events that there are, if they are kept in memory.
func (v *View) recent(from int64, limit int) (events []Stored, kept bool, err error) {
	if v.tail == nil {
		return nil, false, nil
	}
	head, err := v.Head()
	to := min(head, from+int64(limit))
	if err != nil || from >= to {
		return nil, err == nil, err
	}
	events, kept = v.tail.read(v.org, from, to)
	return events, kept, nil
}

// EventRows is [View.Events] without reading the bodies: Event stays nil. An auditor compares the
// columns with the body, and says itself what is wrong with either.
func (v *View) EventRows(from int64, limit int) ([]Stored, error) {
	return list[Stored](v, "events_from", from, limit)
}

// Bodies returns the canonical encodings of up to limit events in order, from number from on.
func (v *View) Bodies(from int64, limit int) ([][]byte, error) {
	events, kept, err := v.recent(from, limit)
	if !kept && err == nil {
		events, err = v.EventRows(from, limit)
	}
	out := make([][]byte, len(events))
	for i, s := range events {
		out[i] = s.Body
	}
	return out, err
}

// EventsOf returns all events about a person, under whichever of her records, in order.
func (v *View) EventsOf(person assent.ID) ([]Stored, error) {
	rows, err := v.EventRowsOf(person)
	if err != nil {
		return nil, err
	}
	return decoded(rows)
}

// EventRowsOf is [View.EventsOf] without reading the bodies: Event stays nil.
func (v *View) EventRowsOf(person assent.ID) ([]Stored, error) {
	root, err := v.root(person)
	if err != nil {
		return nil, err
	}
	return list[Stored](v, "events_of_person", root)
}

func (v *View) event(name string, by any) (Stored, bool, error) {
	s, found, err := one[Stored](v, name, by)
	if err != nil || !found {
		return s, found, err
	}
	return s, true, s.decode()
}

func decoded(rows []Stored) ([]Stored, error) {
	for i := range rows {
		if err := rows[i].decode(); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (s *Stored) decode() (err error) {
	if s.Event, err = assent.Decode(s.Body); err != nil {
		return fmt.Errorf("event %d: %w", s.Number, err)
	}
	return nil
}

// Sealed returns the ciphertext of an event's sealed values; nil if there is none (any more).
func (v *View) Sealed(event assent.ID) ([]byte, error) {
	var data []byte
	_, err := v.scan("sealed_by_event", []any{&data}, event)
	return data, err
}

// EraseSealed removes the sealed values of an event. The event, with its commitments, stays.
func (tx *Tx) EraseSealed(event assent.ID) error { return tx.put("erase_sealed", event) }
