package intake_test

import (
	"slices"
	"testing"
	"time"

	"assent"
	"assent/intake"
	. "assent/intake/intaketest"
)

func TestTheReceiptOfANoTellsHowWhatItNamesStandsAlsoWhereNoYesStood(t *testing.T) {
	newsletter := func(status assent.Status) []intake.Result {
		return []intake.Result{{Purpose: "newsletter", Channel: assent.Email, Status: status}}
	}
	choice := []intake.ActChoice{{Purpose: "newsletter", Channel: assent.Email}}
	for _, c := range []struct {
		name    string
		kind    assent.EventType
		choices []intake.ActChoice
		scope   *assent.Scope
		want    []intake.Result
	}{
		{"a refusal", assent.ConsentRefused, choice, nil, newsletter(assent.Refused)},
		{"a withdrawal", assent.ConsentWithdrawn, choice, nil, newsletter(assent.Withdrawn)},
		{"an objection", assent.ObjectionRaised, choice, nil, newsletter(assent.Withdrawn)},
		{"a scope of one purpose and channel", assent.ConsentWithdrawn, nil, &assent.Scope{Purpose: "newsletter", Channel: "email"}, newsletter(assent.Withdrawn)},
		{"a wide scope names nothing to the point", assent.ConsentWithdrawn, nil, &assent.Scope{Channel: "email"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := New(t)
			act := intake.Act{Type: c.kind, Contact: Email(ana), Choices: c.choices, Scope: c.scope, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}}
			if got := h.Record(act).Results; !slices.Equal(got, c.want) {
				t.Errorf("the receipt says %v, want %v", got, c.want)
			}
		})
	}
}

func TestAOneClickSentAgainRecordsNothingUntilSomethingWasAgreedToSince(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		first := h.Record(SignUp(ana, "newsletter"))
		h.Clock.Pass(time.Minute)
		left := h.Record(OneClick(first.Point))
		for range 3 {
			h.Clock.Pass(time.Hour)
			if again := h.Record(OneClick(first.Point)); !again.Replayed || again.Event != left.Event || again.Code != left.Code {
				t.Fatalf("sent again it became %+v, want the receipt of %+v", again, left)
			}
		}
		h.Record(SignUp(ana, "newsletter"))
		h.Clock.Pass(time.Minute)
		if after := h.Record(OneClick(first.Point)); after.Replayed || after.Event == left.Event {
			t.Error("the withdrawal of a new sign-up was taken for the old one")
		}
		expect(t, h, ana, "newsletter", assent.Withdrawn)
	})
}
