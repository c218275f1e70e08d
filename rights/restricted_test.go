package rights_test

import (
	"testing"

	"assent"
	"assent/intake"
	"assent/intake/intaketest"
)

// Restriction (GDPR art. 18) stops every message, also those that need no consent, until it is lifted.
func TestWhoseDataAreRestrictedIsSentNothing(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		h.Record(intaketest.SignUp(ana, "newsletter"))
		h.Record(intaketest.Link(intaketest.Email(ana), assent.Contactable{Phone: "+33639980123"}))
		restrict := func(kind assent.EventType) {
			h.Record(intake.Act{Type: kind, Contact: intaketest.Email(ana), Actor: dpo, Suppression: &assent.Suppression{Kind: "restricted"}})
		}
		expect := func(when string, want assent.Verdict, questions ...assent.Question) {
			t.Helper()
			for _, q := range questions {
				d, err := lookahead(t, h).MaySend(t.Context(), h.Org, q)
				if err != nil || d.Decision != want {
					t.Errorf("%s, %s by %s: %s (%s), %v", when, q.Purpose, q.Channel, d.Decision, d.Reason, err)
				}
			}
		}
		newsletter := assent.Question{Contact: intaketest.Email(ana), Channel: assent.Email, Purpose: "newsletter"}
		orders := assent.Question{Contact: intaketest.Email(ana), Channel: assent.Email, Purpose: "orders"}
		texts := assent.Question{Contact: assent.Contactable{Phone: "+33639980123"}, Channel: assent.SMS, Purpose: "orders"}
		expect("before", assent.Allow, newsletter, orders, texts)
		restrict(assent.SuppressionAdded)
		expect("while it holds", assent.Deny, newsletter, orders, texts)
		restrict(assent.SuppressionRemoved)
		expect("when it is lifted", assent.Allow, newsletter, orders, texts)
		if export, err := deskOf(h).Export(t.Context(), h.Org, h.State(ana).Person); err != nil || len(export.Person.Points) != 2 {
			t.Errorf("her data are not kept: %v", err)
		}
	})
}
