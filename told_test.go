package assent_test

import (
	"testing"
	"time"

	"assent"
)

func TestAStrangersFormDoesNotMoveHerToAnotherCountry(t *testing.T) {
	point := assent.Point{ID: assent.ID{1}, Kind: assent.EmailAddress}
	at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	says := func(n int64, m assent.Method, country string) *assent.Event {
		when := at.Add(time.Duration(n) * time.Hour)
		return &assent.Event{
			ID: assent.ID{byte(n)}, Number: n, Type: assent.ConsentRequested, Method: m, Occurred: when, Received: when,
			Points: []assent.Point{point}, Attributes: &assent.Attributes{Country: country},
		}
	}
	for _, c := range []struct {
		name   string
		events []*assent.Event
		want   string
	}{
		{"a form is believed where nothing is known", []*assent.Event{says(1, assent.WebForm, "FR")}, "FR"},
		{"a later form is believed over an earlier one", []*assent.Event{says(1, assent.WebForm, "FR"), says(2, assent.WebForm, "DE")}, "DE"},
		{"a form does not outrank what the organisation knows", []*assent.Event{says(1, assent.ViaAPI, "DE"), says(2, assent.WebForm, "FR")}, "DE"},
		{"nor what she confirmed", []*assent.Event{says(1, assent.ConfirmButton, "DE"), says(2, assent.WebForm, "FR")}, "DE"},
		{"what she confirms outranks an older word", []*assent.Event{says(1, assent.ViaAPI, "DE"), says(2, assent.ConfirmButton, "FR")}, "FR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := assent.NewState(assent.ID{9})
			for _, e := range c.events {
				s.Apply(e)
			}
			if got := s.Points[point.ID].Attribute("country"); got != c.want {
				t.Errorf("country %q, want %q", got, c.want)
			}
		})
	}
}
