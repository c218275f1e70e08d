package changes

import (
	"assent"
	"assent/store"
)

// folds are the people of one page: each is read once, and folded on from event to event.
type folds struct {
	page   []store.Stored // read already
	people map[assent.ID]*fold
}

// fold is a person as she stood before an event and as she stands after it.
type fold struct {
	events        []store.Stored // hers, in order
	before, after *assent.State
	seen, taken   int // how many of them each has taken
}

// around gives how a person stood without one of her events and those after it, and how with it. The events of a page come in order.
func (f folds) around(v *store.View, e *assent.Event) (before, after *assent.State, err error) {
	p, known := f.people[e.Person]
	if !known {
		p = &fold{before: assent.NewState(e.Person), after: assent.NewState(e.Person)}
		if p.events, err = f.eventsOf(v, e.Person); err != nil {
			return nil, nil, err
		}
		f.people[e.Person] = p
	}
	for ; p.seen < len(p.events) && p.events[p.seen].Number < e.Number; p.seen++ {
		p.before.Apply(p.events[p.seen].Event)
	}
	for ; p.taken < len(p.events) && p.events[p.taken].Number <= e.Number; p.taken++ {
		p.after.Apply(p.events[p.taken].Event)
	}
	return p.before, p.after, nil
}

// eventsOf is [store.View.EventsOf] up to the end of the page, which holds most of them: to read an event is half of what it costs.
func (f folds) eventsOf(v *store.View, person assent.ID) ([]store.Stored, error) {
	rows, err := v.EventRowsOf(person)
	first := f.page[0].Number
	for i := range rows {
		r := &rows[i]
		if r.Number >= first+int64(len(f.page)) {
			return rows[:i], err
		}
		if r.Number >= first {
			r.Event = f.page[r.Number-first].Event
		} else if r.Event, err = assent.Decode(r.Body); err != nil {
			return nil, err
		}
	}
	return rows, err
}
