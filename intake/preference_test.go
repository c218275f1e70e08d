package intake_test

import (
	"testing"

	"assent"
	"assent/intake"
	. "assent/intake/intaketest"
)

// onHerPage is what a person saves on the page that a mailed code has opened.
func onHerPage(point assent.ID, choices ...intake.ActChoice) intake.Act {
	return intake.Act{
		Type: assent.ConsentGranted, Point: point, Method: assent.PreferencePage,
		Actor: assent.Actor{Kind: assent.ActorPerson}, Choices: choices,
	}
}

func TestABlankBoxOnHerPageTakesBackAYesAndRefusesWhatWasNeverGiven(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		signUp := h.Record(SignUp(ana, "newsletter"))
		h.Record(onHerPage(signUp.Point,
			intake.ActChoice{Purpose: "newsletter", Channel: assent.Email, Reply: assent.Blank},
			intake.ActChoice{Purpose: "club", Channel: assent.Email, Reply: assent.Blank},
		))
		expect(t, h, ana, "newsletter", assent.Withdrawn)
		expect(t, h, ana, "club", assent.Refused)
	})
}

func TestLeavingNothingThatStoodCascadesNowhere(t *testing.T) {
	h := New(t)
	point := h.Record(SignUp(ana, "club")).Point
	saved := h.Record(onHerPage(point,
		intake.ActChoice{Purpose: "newsletter", Channel: assent.Email, Reply: assent.Blank}, // it would leave partner-offers
		intake.ActChoice{Purpose: "partner-offers", Channel: assent.Email},
	))
	if e := h.Event(saved.Event); e.Type != assent.ConsentGranted || len(e.Noes) != 1 {
		t.Errorf("recorded %s with %+v", e.Type, e.Noes)
	}
	expect(t, h, ana, "newsletter", assent.Refused)
}

func TestTopicsAreLeftOnHerPageWithoutLeavingThePurpose(t *testing.T) {
	h := New(t)
	point := h.Record(SignUp(ana, "newsletter")).Point
	h.Record(onHerPage(point, intake.ActChoice{Purpose: "newsletter", Channel: assent.Email, Topics: []string{"skis", "huts"}}))
	h.Record(onHerPage(point,
		intake.ActChoice{Purpose: "newsletter", Channel: assent.Email, Topics: []string{"huts"}},
		intake.ActChoice{Purpose: "newsletter", Channel: assent.Email, Topics: []string{"skis"}, Reply: assent.No},
	))
	expect(t, h, ana, "newsletter", assent.Granted)
	for _, topic := range h.State(ana).Points[point].Topics {
		if topic.Chosen != (topic.Topic == "huts") {
			t.Errorf("%s is chosen: %v", topic.Topic, topic.Chosen)
		}
	}
}

func TestAnAddressIsJoinedToAContactPoint(t *testing.T) {
	join := func(point assent.ID, email string) intake.Act {
		return intake.Act{
			Type: assent.ContactLinked, Point: point, Contact: Email(email),
			Method: assent.PreferencePage, Actor: assent.Actor{Kind: assent.ActorPerson},
		}
	}
	Each(t, func(t *testing.T, h *House) {
		at := func(point assent.ID, purpose string, want assent.Status) {
			t.Helper()
			cell := assent.Scope{Brand: "alpenglow", Purpose: purpose, Channel: "email", Party: "own"}
			if got := h.State(ana).Standing(point, cell, h.Clock.Now()).Status; got != want {
				t.Errorf("%s is %s, want %s", purpose, got, want)
			}
		}
		old := h.Record(SignUp(ana, "newsletter"))
		h.Record(OneClick(old.Point))
		h.Record(Confirm(h.Record(SignUp(ana, "club"))))
		joined := h.Record(join(old.Point, "ana@new.example"))
		points := h.Event(joined.Event).Points
		if joined.Person != old.Person || len(points) != 2 || points[0].ID != old.Point {
			t.Fatalf("joined %+v", points)
		}
		at(points[1].ID, "newsletter", assent.Withdrawn) // the noes follow the person,
		at(points[1].ID, "club", assent.Withdrawn)       // the yes does not
		at(old.Point, "club", assent.Granted)

		bea := h.Record(SignUp("bea@example.org", "newsletter"))
		at(bea.Point, "newsletter", assent.Withdrawn) // seen from Ana's side
		merged := h.Record(join(bea.Point, ana))
		if e := h.Event(merged.Event); merged.Person != old.Person || e.Link.From != bea.Person {
			t.Errorf("two records became %s from %+v", merged.Person, e.Link)
		}
		at(bea.Point, "newsletter", assent.Pending) // what was said after Ana's no must be confirmed
	})
}
