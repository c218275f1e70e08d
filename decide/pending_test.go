package decide_test

import (
	"testing"
	"time"

	"assent"
	. "assent/intake/intaketest"
)

func TestASignUpThatANoHasEndedWaitsNoMore(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	request := h.Record(SignUp(ana, "club"))
	expect(t, ask(t, h, d, ana, "club"), assent.Deny, "DOI_PENDING")

	h.Clock.Pass(time.Minute)
	h.Record(OneClick(request.Point))
	expect(t, ask(t, h, d, ana, "club"), assent.Deny, "CONSENT_WITHDRAWN")

	h.Clock.Pass(time.Minute)
	h.Record(SignUp(ana, "club"))
	expect(t, ask(t, h, d, ana, "club"), assent.Deny, "DOI_PENDING")
}
