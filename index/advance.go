package index

import "assent"

// Event is what the index needs to know of an event.
type Event struct {
	Number int64
	Type   assent.EventType
	Person assent.ID // zero for none
	Joined assent.ID // the record that a contact.linked merges; zero for none
}

// Advance takes the events from [Table.Position] on, without a gap, with the contact points of the persons they
// touch as the store has them afterwards. The rows of those persons are forgotten. After a publication
// that may change decisions, every row is.
func (t *Table) Advance(events []Event, points []Point) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range events {
		if e.Number != t.position { // taken already, by another
			continue
		}
		t.position++
		if e.Type == assent.CataloguePublished {
			t.forgetAll()
		}
		if e.Person.IsZero() {
			continue
		}
		if !e.Joined.IsZero() {
			t.join(tag(e.Person), tag(e.Joined))
		}
		t.touch(e)
	}
	for i := range points {
		t.addPoint(&points[i])
	}
}

func (t *Table) touch(e Event) {
	first, known := t.ringOf(tag(e.Person))
	if !known {
		return
	}
	t.ring(first, func(s uint32, x *entry) {
		t.forget(s, x)
		x.touched = t.position
		if e.Type == assent.PersonErased && x.gone == 0 {
			x.gone = 1
			t.live[x.kind]--
		}
	})
}

// forget drops the rows of an entry.
func (t *Table) forget(s uint32, e *entry) {
	for _, c := range t.columns {
		c.set(s, e, Row{})
	}
}

func (t *Table) forgetAll() {
	for _, c := range t.columns {
		c.clear()
	}
}
