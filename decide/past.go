package decide

import (
	"time"

	"assent"
	"assent/store"
)

// past folds the state again from what had happened by the moment asked about, and, if the
// question says so, from what was recorded by another: the decision as it was, or would have been.
func past(v *store.View, m *message, record assent.ID) (*assent.State, error) {
	events, err := v.EventsOf(record)
	if err != nil {
		return nil, err
	}
	hers := map[assent.ID]bool{}
	if !m.KnownAt.IsZero() {
		hers = together(events, record, m.KnownAt)
	}
	state := assent.NewState(record)
	for _, e := range events {
		known := m.KnownAt.IsZero() || !e.Recorded.After(m.KnownAt) && hers[e.Person]
		if known && !e.Event.Time().After(m.at) {
			state.Apply(e.Event)
		}
	}
	return state, nil
}

// together finds the records that were known by then to be one woman's.
func together(events []store.Stored, record assent.ID, known time.Time) map[assent.ID]bool {
	hers := map[assent.ID]bool{record: true}
	for size := 0; size < len(hers); {
		size = len(hers)
		for _, e := range events {
			l := e.Event.Link
			if l != nil && !l.From.IsZero() && !e.Recorded.After(known) && (hers[e.Person] || hers[l.From]) {
				hers[e.Person], hers[l.From] = true, true
			}
		}
	}
	return hers
}
