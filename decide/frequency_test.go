package decide_test

import (
	"testing"
	"time"

	"assent"
	"assent/intake"
	. "assent/intake/intaketest"
)

func TestAFrequencyKeepsTheNextMessageBackUntilItsDay(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := desk(t, h)
		h.Record(Confirm(h.Record(SignUp(ana, "newsletter", "club"))))
		sent := func(purpose string, kind assent.MessageKind) {
			h.Record(intake.Act{
				Type: assent.MessageSent, Contact: Email(ana), Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
				Message: &assent.Message{Channel: assent.Email, Purpose: purpose, Kind: kind},
			})
		}
		wish := func(purpose, atMost string) {
			h.Record(intake.Act{
				Type: assent.FrequencySet, Contact: Email(ana), Method: assent.PreferencePage, Actor: assent.Actor{Kind: assent.ActorPerson},
				Frequency: &assent.Frequency{Scope: assent.Scope{Purpose: purpose}, AtMost: atMost},
			})
			h.Clock.Pass(time.Second)
		}
		wish("newsletter", assent.Weekly)
		expect(t, ask(t, h, d, ana, "newsletter"), assent.Allow, "CONSENT_VALID") // nothing was sent yet
		sent("newsletter", assent.OwnMarketing)
		got := ask(t, h, d, ana, "newsletter")
		expect(t, got, assent.Deny, assent.ReasonFrequencyChosen)
		next := paris(2026, 11, 23)
		if got.ValidUntil == nil || !got.ValidUntil.Equal(next) {
			t.Errorf("valid until %v, want a week after the day of sending, %s", got.ValidUntil, next)
		}
		if len(got.WouldAllowIf) != 1 || got.WouldAllowIf[0][0] != "frequency_until:2026-11-23" {
			t.Errorf("would allow if %v", got.WouldAllowIf)
		}
		expect(t, ask(t, h, d, ana, "club"), assent.Allow, "CONSENT_VALID") // she said it of the newsletter
		if service := ask(t, h, d, ana, "orders"); service.Decision != assent.Allow {
			t.Errorf("what she needs is kept back: %s", service.Reason)
		}

		wish("", assent.Monthly) // of all marketing
		expect(t, ask(t, h, d, ana, "club"), assent.Deny, assent.ReasonFrequencyChosen)
		h.Clock.Pass(8 * 24 * time.Hour)
		expect(t, ask(t, h, d, ana, "newsletter"), assent.Deny, assent.ReasonFrequencyChosen)
		wish("", "")
		expect(t, ask(t, h, d, ana, "newsletter"), assent.Allow, "CONSENT_VALID")
		sent("orders", assent.Service) // no marketing, and begins no span
		expect(t, ask(t, h, d, ana, "newsletter"), assent.Allow, "CONSENT_VALID")
	})
}
