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
