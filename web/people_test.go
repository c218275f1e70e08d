package web_test

import (
	"time"

	"assent"
	"assent/intake"
	"assent/link"
	"assent/store"
)

// events are all that is recorded of the person with this address, oldest first.
func (w *world) events(email string) []store.Stored {
	w.t.Helper()
	var out []store.Stored
	err := w.Archive.Read(w.t.Context(), w.Org, func(v *store.View) error {
		row, found, err := v.PointByPseudonym(assent.EmailAddress, w.Vault.Pseudonyms(w.Org, assent.EmailAddress, email))
		if err != nil || !found {
			return err
		}
		out, err = v.EventsOf(row.Person)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// last is the event recorded last.
func (w *world) last(email string) *assent.Event {
	w.t.Helper()
	all := w.events(email)
	if len(all) == 0 {
		w.t.Fatal("nothing is recorded")
	}
	return all[len(all)-1].Event
}

// lastRequest is the sign-up that was recorded last.
func (w *world) lastRequest(email string) *assent.Event {
	w.t.Helper()
	all := w.events(email)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Event.Type == assent.ConsentRequested {
			return all[i].Event
		}
	}
	w.t.Fatal("no sign-up is recorded")
	return nil
}

func (w *world) confirmLink(email string) string {
	w.t.Helper()
	e := w.lastRequest(email)
	return "/c/" + w.links.Make(link.Confirm, link.Token{Org: w.Org, Point: e.Points[0].ID, Event: e.ID, Issued: w.Clock.Now()})
}

func (w *world) cancelLink(email string) string {
	w.t.Helper()
	e := w.lastRequest(email)
	return "/u/" + w.links.Make(link.Unsubscribe, link.Token{Org: w.Org, Point: e.Points[0].ID, Event: e.ID, Issued: w.Clock.Now()})
}

func (w *world) leaveLink(email string) string {
	w.t.Helper()
	return "/u/" + w.links.Make(link.Unsubscribe, link.Token{
		Org: w.Org, Point: w.last(email).Points[0].ID, Purpose: "alerts", Channel: assent.Email, Issued: w.Clock.Now(),
	})
}

// member makes a person who has confirmed.
func (w *world) member(email string) {
	w.t.Helper()
	receipt := w.Record(intake.Act{
		Type: assent.ConsentGranted, Method: assent.WebForm, Actor: assent.Actor{Kind: assent.ActorPerson},
		Contact: assent.Contactable{Email: email}, CollectionPoint: "alerts",
		Choices: []intake.ActChoice{{Purpose: "alerts", Channel: assent.Email}},
	})
	w.Record(intake.Act{
		Type: assent.ConsentConfirmed, Refers: receipt.Event, Method: assent.ConfirmButton,
		Actor: assent.Actor{Kind: assent.ActorPerson},
	})
	w.stands(email, assent.Granted)
	w.Clock.Pass(time.Minute)
}

// stands expects how the choice of alerts by mail stands.
func (w *world) stands(email string, want assent.Status) {
	w.t.Helper()
	state := w.State(email)
	if state == nil {
		w.t.Fatal("nobody is recorded")
	}
	for id, p := range state.Points {
		if p.Kind != assent.EmailAddress {
			continue
		}
		cell := assent.Scope{Purpose: "alerts", Channel: string(assent.Email), Party: string(assent.PartyOwn)}
		if got := state.Standing(id, cell, w.Clock.Now()).Status; got != want {
			w.t.Errorf("alerts by mail stands %s, want %s", got, want)
		}
	}
}
