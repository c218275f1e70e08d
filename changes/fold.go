package changes

import (
	"cmp"
	"maps"
	"slices"

	"assent"
	"assent/store"
)

// folds are the people of one page: what was recorded about all of them before it is read at once, and each is folded on from
// event to event.
type folds struct {
	stands map[assent.ID]assent.ID // by any record of a person: the one that stands for her
	people map[assent.ID]*fold     // by that one
}

// fold is a person as she stood before an event and as she stands after it.
type fold struct {
	events        []store.Stored // hers up to the end of the page, in order
	before, after records
	seen, taken   int // how many of them each has taken
}

// records are the states of those records of a person that were not known to be one woman yet: what was said under one of them
// counts for the others from the event on that merges them, which is where the feed tells it.
type records map[assent.ID]*assent.State

func (r records) take(e *assent.Event) {
	s := r.of(e.Person)
	if e.Link != nil {
		if other, there := r[e.Link.From]; there {
			s.Merge(other)
			delete(r, e.Link.From)
		}
	}
	s.Apply(e)
}

func (r records) of(record assent.ID) *assent.State {
	s, there := r[record]
	if !there {
		s = assent.NewState(record)
		r[record] = s
	}
	return s
}

// with is the state of the record that has a contact point; an empty one if none does.
func (r records) with(point assent.ID) *assent.State {
	for _, s := range r {
		if _, known := s.Points[point]; known {
			return s
		}
	}
	return assent.NewState(assent.ID{})
}

// read gathers what is known of the people of a page, which is not empty.
func read(v *store.View, page []store.Stored) (folds, error) {
	var people []assent.ID
	for _, e := range page {
		if folded(e.Type) {
			people = append(people, e.Person)
		}
	}
	stands, err := v.Stands(people)
	if err != nil {
		return folds{}, err
	}
	f := folds{stands, make(map[assent.ID]*fold, len(people))}
	before, err := v.EventsBefore(page[0].Number, slices.Collect(maps.Keys(stands)))
	slices.SortFunc(before, func(a, b store.Stored) int { return cmp.Compare(a.Number, b.Number) })
	for _, e := range before {
		f.of(e.Person).add(e)
	}
	for _, e := range page {
		if _, hers := stands[e.Person]; hers {
			f.of(e.Person).add(e)
		}
	}
	return f, err
}

// of is the fold of a person named by any of her records.
func (f folds) of(record assent.ID) *fold {
	root := f.stands[record]
	p, known := f.people[root]
	if !known {
		p = &fold{before: records{}, after: records{}}
		f.people[root] = p
	}
	return p
}

func (p *fold) add(e store.Stored) { p.events = append(p.events, e) }

// around gives how a person's records stood without one of her events and those after it, and how that of the event stands with
// it. The events of a page come in order.
func (f folds) around(e *assent.Event) (before records, after *assent.State) {
	p := f.of(e.Person)
	for ; p.seen < len(p.events) && p.events[p.seen].Number < e.Number; p.seen++ {
		p.before.take(p.events[p.seen].Event)
	}
	for ; p.taken < len(p.events) && p.events[p.taken].Number <= e.Number; p.taken++ {
		p.after.take(p.events[p.taken].Event)
	}
	return p.before, p.after.of(e.Person)
}
