package law

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"assent"
)

// abroad is a question to a recipient in France by a sender elsewhere, both laws to be kept.
func abroad(sender string, to assent.RecipientKind) Question {
	return Question{Jurisdiction: "FR", SenderJurisdiction: sender, Conflict: Strictest, Recipient: to, Channel: assent.Email,
		Kind: assent.OwnMarketing, Purpose: "newsletter"}
}

func wednesday(t *testing.T) Moment {
	t.Helper()
	m, err := ParseMoment("2026-11-18T11:00")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func agreed(at Moment) *Facts {
	return &Facts{Consents: []Consent{{Mark: assent.Mark{At: Midnight(at.Day - 300).Time(), Source: assent.Own, Confirmed: true}, Strength: assent.DoubleOptIn,
		Channels: []assent.Channel{assent.Email}, Purposes: []string{"newsletter"}, Party: assent.PartyOwn}}}
}

func embeddedBook(t *testing.T) *Book {
	t.Helper()
	b, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOnlyTheRecipientsLawAnswersUnlessAskedOtherwise(t *testing.T) {
	b, at := embeddedBook(t), wednesday(t)
	q := abroad("EU", assent.Employee)
	q.Conflict = ""
	f := &Facts{AddressKind: "named_professional", RelatedToProfession: True, InformedAtCollection: True}
	if d := b.Decide(f, q, at); !d.Permit || d.Reason != assent.ReasonB2bOptOut {
		t.Errorf("permit %v, %s", d.Permit, d.Reason)
	}
}

func TestTheStrictestDeniesWhatEitherDenies(t *testing.T) {
	b, at := embeddedBook(t), wednesday(t)
	f := &Facts{AddressKind: "named_professional", RelatedToProfession: True, InformedAtCollection: True}
	d := b.Decide(f, abroad("EU", assent.Employee), at)
	if d.Permit || d.Jurisdiction != "EU" || d.Reason != assent.ReasonFallbackFailsClosed {
		t.Fatalf("permit %v by %s, %s", d.Permit, d.Jurisdiction, d.Reason)
	}
	cites := func(law string) bool {
		return slices.ContainsFunc(d.Citations, func(c Citation) bool { return c.Law == law })
	}
	if !cites("Directive 2002/58/EC") || !cites("CNIL, prospection commerciale par courrier électronique (professionnels)") {
		t.Errorf("it does not cite both laws: %v", d.Citations)
	}
	if len(d.WouldAllowIf) == 0 || !slices.Contains(d.WouldAllowIf[0], "consent_recorded") {
		t.Errorf("would allow if %v", d.WouldAllowIf)
	}
}

func TestWhatBothPermitCarriesTheDutiesOfBoth(t *testing.T) {
	b, at := embeddedBook(t), wednesday(t)
	d := b.Decide(agreed(at), abroad("EU", assent.Consumer), at)
	only := abroad("", assent.Consumer)
	alone := b.Decide(agreed(at), only, at)
	only.Jurisdiction = "EU"
	there := b.Decide(agreed(at), only, at)
	for _, o := range slices.Concat(alone.Obligations, there.Obligations) {
		if !slices.Contains(d.Obligations, o) {
			t.Errorf("without %s", o)
		}
	}
	if !d.Permit || d.Jurisdiction != "FR" || d.ExpiresOn == nil || *d.ExpiresOn != *alone.ExpiresOn || *d.ValidUntil != *alone.ValidUntil {
		t.Errorf("%+v", d)
	}
}

func TestASenderOfUnknownCountryOrOfTheSameAddsNoLaw(t *testing.T) {
	b, at := embeddedBook(t), wednesday(t)
	for _, sender := range []string{"", "FR", "FR-75"} {
		if d := b.Decide(agreed(at), abroad(sender, assent.Consumer), at); !d.Permit || len(d.Failed) != 1 {
			t.Errorf("%q: %+v", sender, d)
		}
	}
}

func TestTheStrictestIsBothAndHoldsUntilItsEnd(t *testing.T) {
	b := embeddedBook(t)
	rapid.Check(t, func(t *rapid.T) {
		f, q, at := drawFacts(t), drawQuestion(t, b), drawMoment(t, "at")
		q.SenderJurisdiction = drawQuestion(t, b).Jurisdiction
		own, senders := q, q
		senders.Jurisdiction = q.SenderJurisdiction
		q.Conflict = Strictest
		d := b.Decide(f, q, at)
		if both := b.Permits(f, own, at) && b.Permits(f, senders, at); d.Permit != both || b.Permits(f, q, at) != both || b.Prepare(f, q, at).Permits() != both {
			t.Fatalf("%+v at %s: %v, but both permit: %v", q, at, d.Permit, both)
		}
		if d.ValidUntil != nil {
			if b.Permits(f, q, *d.ValidUntil) == d.Permit || b.Permits(f, q, momentAt(d.ValidUntil.minutes()-1)) != d.Permit {
				t.Fatalf("%+v: %v at %s does not turn at %s", q, d.Permit, at, d.ValidUntil)
			}
		}
		for range 10 {
			if m := drawLater(t, at); (d.ValidUntil == nil || m.Before(*d.ValidUntil)) && b.Permits(f, q, m) != d.Permit {
				t.Fatalf("%+v: %v at %s is said to hold until %v, but not at %s", q, d.Permit, at, d.ValidUntil, m)
			}
		}
	})
}
