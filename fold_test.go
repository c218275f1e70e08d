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
				e.Number, e.ID = int64(i), assent.ID{0xe, byte(i)}
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
