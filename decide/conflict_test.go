package decide_test

import (
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	. "assent/intake/intaketest"
)

func TestTheLawOfTheSendersCountryCountsWhereTheStrictestIsChosen(t *testing.T) {
	for conflict, want := range map[string]struct {
		decision assent.Verdict
		reason   assent.Reason
	}{
		"":          {assent.Allow, assent.ReasonB2bOptOut},
		"recipient": {assent.Allow, assent.ReasonB2bOptOut},
		"strictest": {assent.Deny, assent.ReasonFallbackFailsClosed}, // Sweden has no pack: Europe answers for the sender
	} {
		h := New(t)
		h.Publish(&catalogue.Settings{Name: "Alpenglow", Country: "SE", Language: "en", Conflict: conflict})
		got := ask(t, h, desk(t, h), ana, "newsletter", func(q *assent.Question) {
			q.Facts = &assent.ClaimedFacts{
				Attributes: &assent.Attributes{Country: "FR", Kind: assent.Employee},
				Facts: assent.Facts{
					"address_kind": "named_professional", "related_to_profession": "true", "informed_at_collection": "true",
				},
			}
		})
		if got.Decision != want.decision || got.Reason != want.reason {
			t.Errorf("conflict %q: %s %s, want %s %s", conflict, got.Decision, got.Reason, want.decision, want.reason)
		}
	}
}

func TestAQuestionAboutTwoPeopleIsRefused(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Record(Claim(ana, "newsletter", time.Time{}))
	bob := Claim("bob@example.org", "newsletter", time.Time{})
	bob.Contact.ExternalID = "C-2"
	h.Record(bob)
	question := assent.Question{
		Contact: assent.Contactable{Email: ana, ExternalID: "C-2"},
		Channel: assent.Email, Purpose: "newsletter",
	}
	_, err := d.MaySend(t.Context(), h.Org, question)
	if p, ok := assent.AsProblem(err); !ok || p.Code != "TWO_PEOPLE" || p.Kind != assent.Conflict {
		t.Fatalf("ana's yes and bob's number were answered with %v", err)
	}
	h.Record(Link(question.Contact, assent.Contactable{}))
	if _, err := d.MaySend(t.Context(), h.Org, question); err != nil {
		t.Errorf("now they are one: %v", err)
	}
}
