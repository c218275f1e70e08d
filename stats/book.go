package stats

import (
	"encoding/json"
	"fmt"
	"time"

	"assent"
	"assent/catalogue"
	"assent/store"
)

// book is what counting some events needs to know beside them, from one snapshot of the store. Everything in it is as
// it was when the event was recorded, so that counting later gives the same.
type book struct {
	view    *store.View
	zones   []zone
	history map[assent.ID][]store.Stored // of persons who acted again since
}

// zone is a calendar of the organisation.
type zone struct {
	from int64 // number of the event that brought it into force
	*time.Location
}

func newBook(v *store.View) (*book, error) {
	b := &book{view: v, history: map[assent.ID][]store.Stored{}}
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
		b.zones = append(b.zones, zone{i.Number, where})
	}
	return b, nil
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

// stateAt is what was known of the person once the event was recorded.
func (b *book) stateAt(e *assent.Event) (*assent.State, error) {
	state, err := b.view.State(e.Person)
	if err != nil || state.Seen <= e.Number {
		return state, err
	}
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
