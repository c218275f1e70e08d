package assent_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"assent"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A small world, so that events meet: two points, two purposes, two channels, some hours.
var (
	points   = []assent.Point{home, work}
	purposes = []string{"newsletter", "offers"}
	channels = []assent.Channel{assent.Email, assent.SMS}
	steps    = []time.Duration{0, time.Minute, 2 * time.Minute, 6 * time.Minute, time.Hour, 8 * 24 * time.Hour}
	methods  = []assent.Method{
		assent.WebForm, assent.ConfirmButton, assent.OneClick, assent.PreferencePage, assent.ViaAPI,
		assent.ViaImport, assent.Paper, assent.PreTicked, assent.CallNoted,
	}
)

// drawEvents draws the events of one person, numbered from 0.
func drawEvents(rt *rapid.T) []*assent.Event {
	events := rapid.SliceOfN(rapid.Custom(drawEvent), 0, 16).Draw(rt, "events")
	for i, e := range events {
		e.Number, e.ID = int64(i), assent.ID{0xe, byte(i)}
	}
	return events
}

func drawEvent(rt *rapid.T) *assent.Event {
	e := &assent.Event{
		Method:   rapid.SampledFrom(methods).Draw(rt, "method"),
		Occurred: noon.Add(rapid.SampledFrom(steps).Draw(rt, "occurred")),
		Received: noon.Add(rapid.SampledFrom(steps).Draw(rt, "received")),
		Points:   []assent.Point{rapid.SampledFrom(points).Draw(rt, "point")},
	}
	if e.Method == assent.ViaImport {
		e.Batch = rapid.SampledFrom([]string{"monday", "tuesday"}).Draw(rt, "run")
	}
	claimed := rapid.SampledFrom(append(assent.Strengths(), "")).Draw(rt, "claimed")
	e.Strength, e.Grade = assent.Prove(e.Method, claimed, rapid.Bool().Draw(rt, "evidence"))
	switch rapid.IntRange(0, 4).Draw(rt, "what") {
	case 0, 1:
		e.Type = rapid.SampledFrom([]assent.EventType{assent.ConsentGranted, assent.ConsentRequested, assent.ConsentConfirmed}).Draw(rt, "type")
		e.Choices = []assent.Choice{drawChoice(rt, e.Points[0].ID)}
	case 2, 3:
		e.Type = assent.ConsentWithdrawn
		e.Noes = []assent.NoEntry{drawNo(rt)}
	default:
		drawFact(rt, e)
	}
	return e
}

func drawChoice(rt *rapid.T, point assent.ID) assent.Choice {
	return assent.Choice{
		Point: point, Party: assent.PartyOwn,
		Purpose: rapid.SampledFrom(purposes).Draw(rt, "purpose"),
		Channel: rapid.SampledFrom(channels).Draw(rt, "channel"),
		Topics:  rapid.SliceOfN(rapid.SampledFrom([]string{"cheese", "wine"}), 0, 2).Draw(rt, "topics"),
		Reply:   rapid.SampledFrom([]assent.Reply{assent.Yes, assent.Yes, assent.Blank, assent.No}).Draw(rt, "reply"),
	}
}

func drawNo(rt *rapid.T) assent.NoEntry {
	return assent.NoEntry{
		Kind:     rapid.SampledFrom([]assent.NoKind{assent.NoWithdrawn, assent.NoRefused, assent.NoObjection}).Draw(rt, "kind"),
		Granular: rapid.Bool().Draw(rt, "granular"),
		Scope: assent.Scope{
			Brand:   rapid.SampledFrom([]string{"acme", assent.Any}).Draw(rt, "brand"),
			Purpose: rapid.SampledFrom(append(purposes, assent.Any)).Draw(rt, "purpose"),
			Channel: rapid.SampledFrom([]string{"email", "sms", assent.Any}).Draw(rt, "channel"),
			Party:   rapid.SampledFrom([]string{"own", "partners", assent.Any}).Draw(rt, "party"),
		},
	}
}

// drawFact makes the event one of the other sorts, all of which the fold keeps as maxima too.
func drawFact(rt *rapid.T, e *assent.Event) {
	value := rapid.SampledFrom([]string{"FR", "DE"}).Draw(rt, "value")
	switch e.Type = rapid.SampledFrom([]assent.EventType{
		assent.PauseSet, assent.RelationshipRecorded, assent.ContactRecorded, assent.RegisterChecked,
		assent.SuppressionAdded, assent.SuppressionRemoved, assent.MessageSent, assent.PersonErased,
	}).Draw(rt, "type"); e.Type {
	case assent.PauseSet:
		e.Pause = &assent.Pause{Scope: assent.Everything(), Until: assent.Day(value)}
	case assent.RelationshipRecorded:
		e.Relationship = &assent.Relationship{Kind: "purchase", On: assent.Day(value)}
		e.Facts = assent.Facts{"informed_at_collection": value}
	case assent.ContactRecorded:
		e.Contact = &assent.Contact{Kind: assent.ContactClick}
		e.Attributes = &assent.Attributes{Country: value, Language: "fr"}
	case assent.RegisterChecked:
		e.Register = &assent.RegisterCheck{Register: "bloctel", Listed: value == "FR"}
	case assent.SuppressionAdded, assent.SuppressionRemoved:
		e.Suppression = &assent.Suppression{Kind: "bounce"}
	case assent.MessageSent:
		e.Message = &assent.Message{Channel: assent.LiveCall, Purpose: "offers", Kind: assent.OwnMarketing}
	}
}

func fold(events []*assent.Event) *assent.State {
	s := assent.NewState(assent.ID{9})
	for _, e := range events {
		s.Apply(e)
	}
	return s
}

// form is the stored form of a state, by which states are compared.
func form(rt *rapid.T, s *assent.State) string {
	data, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		rt.Fatal(err)
	}
	return string(data)
}

func TestStateIsTheSameInAnyOrderAndWithAnyRepetition(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		events := drawEvents(rt)
		again := rapid.Permutation(append(events, events...)).Draw(rt, "order")
		if diff := cmp.Diff(form(rt, fold(events)), form(rt, fold(again))); diff != "" {
			rt.Error(diff)
		}
	})
}

func TestStateIsTheSameWhenRecordsAreMerged(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		events := drawEvents(rt)
		var left, right, after []*assent.Event
		for _, e := range events {
			pile := rapid.SampledFrom([]*[]*assent.Event{&left, &right, &after}).Draw(rt, "pile")
			*pile = append(*pile, e)
		}
		one, other := fold(left), fold(right)
		if rapid.Bool().Draw(rt, "swapped") {
			one, other = other, one
		}
		one.Merge(other)
		one.Merge(other)
		for _, e := range after {
			one.Apply(e)
		}
		if diff := cmp.Diff(form(rt, fold(events)), form(rt, one)); diff != "" {
			rt.Error(diff)
		}
	})
}

func TestStateIsReadAsItIsStored(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := fold(drawEvents(rt))
		stored := form(rt, s)
		read := assent.NewState(assent.ID{})
		if err := json.Unmarshal([]byte(stored), read); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(stored, form(rt, read)); diff != "" {
			rt.Error(diff)
		}
	})
}

func TestStandingAgreesWithTheModelThatForgetsNothing(t *testing.T) {
	seen := map[assent.Status]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		events := drawEvents(rt)
		state := fold(events)
		for _, p := range points {
			for _, purpose := range purposes {
				for _, c := range channels {
					cell := assent.Scope{Brand: "acme", Purpose: purpose, Channel: string(c), Party: "own"}
					seen[agree(rt, state, events, p.ID, cell, noon.Add(9*24*time.Hour))] = true
				}
			}
		}
	})
	for _, s := range []assent.Status{assent.Unknown, assent.Pending, assent.Granted, assent.Refused, assent.Withdrawn} {
		if !seen[s] {
			t.Errorf("no draw led to %s: the test has lost its teeth", s)
		}
	}
}

// All words are on one thing here, so that few events are enough for them to get in each other's way.
func TestStandingOfOneChoiceAgreesWithTheModel(t *testing.T) {
	for range 20 { // each checks as many draws as rapid is told to
		rapid.Check(t, func(rt *rapid.T) {
			events := rapid.SliceOfN(rapid.Custom(drawWord), 1, 5).Draw(rt, "events")
			for i, e := range events {
				e.Number = int64(i)
			}
			ask := noon.Add(6*time.Minute + rapid.SampledFrom([]time.Duration{0, time.Hour, 7 * 24 * time.Hour}).Draw(rt, "ask"))
			last := slices.MaxFunc(events, func(a, b *assent.Event) int { return a.Time().Compare(b.Time()) })
			if ask.Before(last.Time()) {
				ask = last.Time() // a state knows how things stand now, not how they stood before
			}
			agree(rt, fold(events), events, home.ID, news, ask)
		})
	}
}

// drawWord draws a yes, a no or a question about the newsletter at home.
func drawWord(rt *rapid.T) *assent.Event {
	when := noon.Add(rapid.SampledFrom(steps[:4]).Draw(rt, "at"))
	e := &assent.Event{Occurred: when, Received: when, Points: []assent.Point{home}}
	e.Method = rapid.SampledFrom([]assent.Method{assent.WebForm, assent.ConfirmButton, assent.ViaAPI, assent.ViaImport}).Draw(rt, "method")
	if e.Method == assent.ViaImport {
		e.Batch = rapid.SampledFrom([]string{"monday", "tuesday"}).Draw(rt, "run")
	}
	e.Strength, e.Grade = assent.Prove(e.Method, assent.DoubleOptIn, true)
	e.Type = rapid.SampledFrom([]assent.EventType{assent.ConsentGranted, assent.ConsentRequested, assent.ConsentWithdrawn}).Draw(rt, "type")
	if e.Type == assent.ConsentWithdrawn {
		no(assent.NoWithdrawn, news)(e)
	} else {
		yes(e)
	}
	return e
}

// agree compares state and model, and returns how the choice stands.
func agree(rt *rapid.T, s *assent.State, events []*assent.Event, point assent.ID, cell assent.Scope, ask time.Time) assent.Status {
	got, want := s.Standing(point, cell, ask).Status, model(events).standing(point, cell, ask)
	if got != want {
		rt.Errorf("%s by %s at %s: %s, the model says %s", cell.Purpose, cell.Channel, point, got, want)
	}
	return got
}

func TestOnlyTheNewestCallsAreKept(t *testing.T) {
	s := newStory()
	call := func(e *assent.Event) {
		e.Message = &assent.Message{Channel: assent.LiveCall, Purpose: "offers", Kind: assent.OwnMarketing}
	}
	for i := range 40 {
		s.then(assent.MessageSent, assent.ViaAPI, time.Duration(i)*time.Hour, call)
	}
	calls := s.state.Points[home.ID].Calls
	if len(calls) != 16 || calls[0].Number != 24 || calls[15].Number != 39 {
		t.Errorf("kept are %d, from %d to %d", len(calls), calls[0].Number, calls[len(calls)-1].Number)
	}
}
