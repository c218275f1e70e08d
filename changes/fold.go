package changes

import (
	"assent"
	"assent/store"
)

// folds are the people of one page: each is read once, and folded on from event to event.
type folds map[assent.ID]*fold

// fold is a person as she stood before an event and as she stands after it.
type fold struct {
	events        []store.Stored // hers, in order
	before, after *assent.State
	seen, taken   int // how many of them each has taken
}

// around gives how a person stood without one of her events and those after it, and how with it. The events of a page come in order.
func (f folds) around(v *store.View, e *assent.Event) (before, after *assent.State, err error) {
	p, known := f[e.Person]
	if !known {
		p = &fold{before: assent.NewState(e.Person), after: assent.NewState(e.Person)}
		if p.events, err = v.EventsOf(e.Person); err != nil {
			return nil, nil, err
		}
		f[e.Person] = p
	}
	for ; p.seen < len(p.events) && p.events[p.seen].Number < e.Number; p.seen++ {
		p.before.Apply(p.events[p.seen].Event)
	}
	for ; p.taken < len(p.events) && p.events[p.taken].Number <= e.Number; p.taken++ {
		p.after.Apply(p.events[p.taken].Event)
	}
	return p.before, p.after, nil
}
