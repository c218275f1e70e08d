package intake_test

import (
	"testing"
	"time"

	"assent"
	"assent/intake"
	. "assent/intake/intaketest"
)

func TestASecondConfirmationGetsTheFirstReceipt(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		request := h.Record(SignUp(ana, "club"))
		first := h.Record(Confirm(request))
		again := h.Record(Confirm(request))
		if again.Event != first.Event || again.Code != first.Code || !again.Replayed {
			t.Errorf("the second confirmation got %v, want the receipt of the first, replayed", again)
		}
	})
}

func TestAConfirmationAfterALaterNoConfirmsNothing(t *testing.T) {
	h := New(t)
	request := h.Record(SignUp(ana, "club"))
	h.Record(OneClick(request.Point))
	if p := h.Refused(Confirm(request)); p.Code != "LEFT_SINCE" {
		t.Errorf("got %s: %s", p.Code, p.Detail)
	}
	expect(t, h, ana, "club", assent.Withdrawn)
}

func TestAConfirmationAfterAnEarlierNoReopensExactlyWhatWasAsked(t *testing.T) {
	h := New(t)
	h.Record(OneClick(h.Record(SignUp(ana, "newsletter")).Point))
	h.Record(Confirm(h.Record(SignUp(ana, "club"))))
	expect(t, h, ana, "club", assent.Granted)
	expect(t, h, ana, "newsletter", assent.Withdrawn)
}

func TestASignUpLapsesAfterSevenDays(t *testing.T) {
	h := New(t)
	request := h.Record(SignUp(ana, "club"))
	h.Clock.Pass(assent.RequestLife + time.Minute)
	if p := h.Refused(Confirm(request)); p.Code != "REQUEST_EXPIRED" {
		t.Errorf("got %s: %s", p.Code, p.Detail)
	}
}

func TestAClaimedConfirmationDoesNotTakeThePlaceOfHers(t *testing.T) {
	h := New(t)
	request := h.Record(SignUp(ana, "club"))
	claim := intake.Act{
		Type: assent.ConsentConfirmed, Refers: request.Event, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
	}
	claimed := h.Record(claim)
	hers := h.Record(Confirm(request))
	if hers.Replayed || hers.Event == claimed.Event {
		t.Error("her own confirmation was taken for a repetition of the claim")
	}
}

func TestOnlyARequestCanBeConfirmed(t *testing.T) {
	h := New(t)
	granted := h.Record(SignUp(ana, "newsletter"))
	if p := h.Refused(Confirm(granted)); p.Code != "NO_SUCH_REQUEST" {
		t.Errorf("got %s: %s", p.Code, p.Detail)
	}
}

func TestThisWasntMeCancelsTheSignUpAndNothingThatStoodBefore(t *testing.T) {
	h := New(t)
	h.Record(SignUp(ana, "newsletter"))
	request := h.Record(SignUp(ana, "newsletter", "club"))
	h.Record(intake.Act{
		Type: assent.ConsentWithdrawn, Point: request.Point, Method: assent.NotMe, Refers: request.Event,
		Actor:   assent.Actor{Kind: assent.ActorPerson},
		Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: assent.Email}, {Purpose: "club", Channel: assent.Email}},
	})
	expect(t, h, ana, "newsletter", assent.Granted)
	expect(t, h, ana, "club", assent.Withdrawn)
	if p := h.Refused(Confirm(request)); p.Code != "LEFT_SINCE" {
		t.Errorf("got %s: %s", p.Code, p.Detail)
	}
}

func TestAfterAnyNoAFormAsksForConfirmationThoughThePurposeDoesNot(t *testing.T) {
	h := New(t)
	first := h.Record(SignUp(ana, "newsletter"))
	if first.Confirm {
		t.Fatal("a confirmation is asked though neither the purpose nor the law wants one")
	}
	h.Record(OneClick(first.Point))
	if again := h.Record(SignUp(ana, "newsletter")); !again.Confirm {
		t.Error("a yes on a form is enough after a no")
	}
	expect(t, h, ana, "newsletter", assent.Pending)
}
