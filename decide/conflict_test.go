package decide_test

import (
	"testing"

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
