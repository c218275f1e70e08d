package stats

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"assent"
	"assent/catalogue"
	"assent/store"
)

// book is what counting some events needs to know beside them. Everything in it is as it was when the event was recorded, so
// that counting later gives the same.
type book struct {
	view      *store.View
	published int64 // the last publication that is heeded
	zones     []zone
	states    map[assent.ID]*assent.State // of the persons of the events, as they stand
	left      map[int64]*assent.State     // by events that have it at hand, as they left it
	history   map[assent.ID][]store.Stored
}

// zone is a calendar of the organisation.
type zone struct {
	from int64 // number of the event that brought it into force
	*time.Location
}

// read lists what events of one snapshot add to the counters.
func (b *book) read(v *store.View, events []store.Stored) (out []answer, err error) {
	if err := b.open(v, events); err != nil {
		return nil, err
	}
	for _, s := range events {
		answers, err := b.answers(s.Event)
		if err != nil {
			return nil, err
		}
		out = append(out, answers...)
	}
	return out, nil
}

// open looks up for all events at once what most of them need.
func (b *book) open(v *store.View, events []store.Stored) error {
	published, err := v.Published()
	if err != nil {
		return err
	}
	if b.view == nil || published != b.published {
		if b.zones, err = calendars(v); err != nil {
			return err
		}
	}
	b.view, b.published = v, published
	b.left, b.history = map[int64]*assent.State{}, map[assent.ID][]store.Stored{}
	var others []assent.ID
	for _, s := range events {
		switch {
		case !tells(s):
		case s.After != nil:
			b.left[s.Number] = s.After
		default:
			others = append(others, s.Person)
		}
	}
	b.states, err = v.StatesOf(others)
	return err
}

// calendars are those that the organisation has had.
func calendars(v *store.View) (out []zone, err error) {
	items, err := v.Items()
	if err != nil {
		return nil, err
	}
	for _, i := range items {
		if i.Kind != catalogue.KindSettings {
			continue
		}
		var s catalogue.Settings
		if err := json.Unmarshal(i.Body, &s); err != nil {
			return nil, fmt.Errorf("settings %s: %w", i.Version, err)
		}
		where, err := time.LoadLocation(s.TimeZone) // empty is UTC
		if err != nil {
			return nil, err
		}
		out = append(out, zone{i.Number, where})
	}
	return out, nil
}

// dayOf is the day on which the event counts, at midnight UTC.
func (b *book) dayOf(e *assent.Event) time.Time {
	at := e.Time()
	if !e.DayOnly || !at.Equal(e.Occurred) {
		at = at.In(b.calendar(e.Number))
	}
	y, m, d := at.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func (b *book) calendar(number int64) *time.Location {
	where := time.UTC
	for _, z := range b.zones {
		if z.from <= number {
			where = z.Location
		}
	}
	return where
}

// home is where a contact point was and what language was spoken there, as far as was known once the event was recorded.
func (b *book) home(e *assent.Event, point assent.ID) (country, language string, err error) {
	state, err := b.stateOf(e)
	if err == nil && !settled(state, point, e.Number) {
		state, err = b.stateAt(e)
	}
	if err != nil || state.Points[point] == nil {
		return "", "", err
	}
	return state.Points[point].Attribute("country"), state.Points[point].Attribute("language"), nil
}

// settled reports whether the state says of a contact point what it said once an event was recorded: that of a value stands which
// was the latest by then, if there was one.
func settled(s *assent.State, point assent.ID, number int64) bool {
	p := s.Points[point]
	return s.Seen <= number || s.Erased == nil && (p == nil || !slices.ContainsFunc(p.Attributes, func(v assent.LatestValue) bool { return v.Mark.Number > number }))
}

// stateOf is what is known of the person: as the event has left it, or as it stands.
func (b *book) stateOf(e *assent.Event) (*assent.State, error) {
	if s := cmp.Or(b.left[e.Number], b.states[e.Person]); s != nil {
		return s, nil
	}
	return b.view.State(e.Person)
}

// stateAt is what was known of the person once the event was recorded.
func (b *book) stateAt(e *assent.Event) (*assent.State, error) {
	events, err := b.eventsOf(e.Person)
	if err != nil {
		return nil, err
	}
	then := assent.NewState(e.Person)
	for _, s := range events {
		if s.Number <= e.Number {
			then.Apply(s.Event)
		}
	}
	return then, nil
}

// referred finds the event that another answers, and tells whether it was answered before.
func (b *book) referred(e *assent.Event) (to *assent.Event, before bool, err error) {
	events, err := b.eventsOf(e.Person)
	for _, s := range events {
		switch {
		case s.Number >= e.Number:
		case s.ID == e.Refers:
			to = s.Event
		case s.Event.Refers == e.Refers && s.Type == e.Type:
			before = true
		}
	}
	return to, before, err
}

func (b *book) eventsOf(person assent.ID) ([]store.Stored, error) {
	if events, ok := b.history[person]; ok {
		return events, nil
	}
	events, err := b.view.EventsOf(person)
	b.history[person] = events
	return events, err
}
