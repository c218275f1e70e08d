package decide

import (
	"time"

	"assent"
	"assent/law"
)

// enquiry is one message to one subject; it can be judged at any instant.
type enquiry struct {
	desk *Desk
	*message
	*subject
	zone    *time.Location
	now     time.Time // the instant asked about
	anyHour bool      // hours and caps do not count
	said    *ruling   // what was put into words
}

// gathered are the facts, and beside each sort of them the events that they came from.
type gathered struct {
	law.Facts
	consentEvents  []assent.ID
	noEvents       []assent.ID
	relationEvents []assent.ID
	registerEvents map[string]assent.ID
	lapsed         bool // a consent is left out because it outlived the purpose's own limit
}

// gather collects what the law may know, as of the instant.
func (e *enquiry) gather(at time.Time) *gathered {
	g := &gathered{registerEvents: map[string]assent.ID{}}
	e.consents(g, at)
	e.noes(g, at)
	e.refusedInCall(g, at)
	e.suppressions(g, at)
	e.relationships(g)
	e.registers(g)
	e.dealings(g, at)
	e.circumstances(g)
	return g
}

// local moves a mark to the recipient's wall clock. A bare day is that day on any clock.
func (e *enquiry) local(m assent.Mark) assent.Mark {
	if m.BareDay {
		m.At = midnight(assent.DayOf(m.At.UTC()), e.zone)
	} else {
		m.At = m.At.In(e.zone)
	}
	return m
}

// localDay is the recipient's calendar day of an instant.
func (e *enquiry) localDay(t time.Time) law.Date { return law.DateOf(t.In(e.zone)) }

// lawDay reads a recorded day; intake has checked it.
func lawDay(d assent.Day) law.Date {
	day, err := law.ParseDate(string(d))
	if err != nil {
		return 0
	}
	return day
}
