package intake_test

import (
	"testing"
	"time"

	"assent"
	"assent/intake"
	. "assent/intake/intaketest"
)

const ana = "ana@example.org"

// stands says how a purpose by e-mail stands for the person with this address.
func stands(h *House, email, purpose string) assent.Status {
	s := h.State(email)
	if s == nil {
		return assent.Unknown
	}
	cell := assent.Scope{Brand: "alpenglow", Purpose: purpose, Channel: "email", Party: "own"}
	if purpose == "partner-offers" {
		cell.Party = "partners"
	}
	best := assent.Unknown
	for id := range s.Points {
		if st := s.Standing(id, cell, h.Clock.Now()).Status; st != assent.Unknown {
			best = st
		}
	}
	return best
}

func expect(t *testing.T, h *House, email, purpose string, want assent.Status) {
	t.Helper()
	if got := stands(h, email, purpose); got != want {
		t.Errorf("%s stands %s, want %s", purpose, got, want)
	}
}

func TestASignUpWaitsForItsConfirmationAndLeavesWithOneClick(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		request := h.Record(SignUp(ana, "club"))
		if !request.Confirm || h.Event(request.Event).Type != assent.ConsentRequested {
			t.Fatal("a club membership is granted without the confirmation that the purpose requires")
		}
		expect(t, h, ana, "club", assent.Pending)

		receipt := h.Record(Confirm(request))
		expect(t, h, ana, "club", assent.Granted)
		e := h.Event(receipt.Event)
		if e.Strength != assent.DoubleOptIn || e.Grade != assent.GradeB || e.Notice == nil || e.Notice.Language != "fr" {
			t.Errorf("the confirmation does not carry its proof: %s %s %v", e.Strength, e.Grade, e.Notice)
		}

		h.Record(OneClick(receipt.Point))
		expect(t, h, ana, "club", assent.Withdrawn)

		h.Record(SignUp(ana, "club")) // by a stranger, or by her: only the confirmation can tell
		expect(t, h, ana, "club", assent.Pending)
	})
}

func TestANoReachesEachOfHerContactPointsAlsoLaterOnes(t *testing.T) {
	h := New(t)
	first := h.Record(SignUp(ana, "newsletter"))
	h.Record(SignUp("ana@work.example", "newsletter"))
	h.Record(Link(Email(ana), assent.Contactable{Phone: "+33639980123"}))
	h.Record(OneClick(first.Point))
	expect(t, h, "ana@work.example", "newsletter", assent.Granted)

	// It turns out that both are one woman.
	s, other := h.State(ana), h.State("ana@work.example")
	link := intake.Act{
		Type: assent.ContactLinked, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
		Contact: assent.Contactable{Phone: "+33639980123", Email: "ana@work.example"},
	}
	r := h.Record(link)
	if e := h.Event(r.Event); e.Link.From != other.Person || e.Person != s.Person {
		t.Errorf("the link joins %s to %s, want %s to %s", e.Link.From, e.Person, other.Person, s.Person)
	}
	expect(t, h, "ana@work.example", "newsletter", assent.Withdrawn)
}

func TestAStrangerCannotLinkTwoPeopleWithAForm(t *testing.T) {
	h := New(t)
	act := SignUp(ana, "newsletter")
	act.CollectionPoint, act.Contact.Phone = "", "+33639980123"
	both := act
	both.Choices = append(both.Choices, intake.ActChoice{Purpose: "newsletter", Channel: assent.SMS})
	if p := h.Refused(both); p.Code != "ONE_CONTACT" {
		t.Errorf("got %s: %s", p.Code, p.Detail)
	}
	h.Record(act)
	if n := len(h.State(ana).Points); n != 1 {
		t.Errorf("a form has given her %d contact points, want the one that the ticked box needs", n)
	}
	h.Record(SignUp("bob@example.org", "newsletter"))
	claim := Claim(ana, "newsletter", time.Time{})
	claim.Contact.ExternalID = "4711"
	h.Record(claim)
	claim.Contact.Email = "bob@example.org"
	if p := h.Refused(claim); p.Code != "TWO_PEOPLE" {
		t.Errorf("got %s: %s", p.Code, p.Detail)
	}
}

func TestLeavingANewsletterLeavesWhatDependsOnIt(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		h.Record(SignUp(ana, "newsletter", "offers"))
		partner := Claim(ana, "partner-offers", time.Time{})
		h.Record(partner)
		expect(t, h, ana, "partner-offers", assent.Granted)

		r := h.Record(intake.Act{
			Type: assent.ConsentWithdrawn, Contact: Email(ana), Method: assent.UnsubscribePage,
			Actor: assent.Actor{Kind: assent.ActorPerson}, GranularOffered: true,
			Scope: &assent.Scope{Purpose: "newsletter", Channel: "email"},
		})
		for _, purpose := range []string{"newsletter", "offers", "partner-offers"} {
			expect(t, h, ana, purpose, assent.Withdrawn)
		}
		causes := map[string]bool{}
		for _, n := range h.Event(r.Event).Noes {
			causes[n.Cause] = true
			if len(n.Reaches) != 1 {
				t.Errorf("the no to %s names %d contact points, want 1", n.Scope.Purpose, len(n.Reaches))
			}
		}
		for _, want := range []string{"", "newsletter@1 withdraws partner-offers", "offers@1 requires newsletter"} {
			if !causes[want] {
				t.Errorf("no entry has the cause %q", want)
			}
		}
		if len(r.Results) != 3 {
			t.Errorf("the receipt tells of %d choices, want 3", len(r.Results))
		}
	})
}

func TestAYesThatRequiresAnotherIsRefusedAlone(t *testing.T) {
	h := New(t)
	if p := h.Refused(SignUp(ana, "offers")); p.Code != "REQUIRES" || p.Field != "choices[0].purpose" {
		t.Errorf("got %s at %s: %s", p.Code, p.Field, p.Detail)
	}
	h.Record(SignUp(ana, "newsletter"))
	h.Record(SignUp(ana, "offers"))
	expect(t, h, ana, "offers", assent.Granted)
}

func TestAnImportNeverRevivesSomeoneWhoLeft(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		left := h.Record(SignUp(ana, "newsletter"))
		h.Record(OneClick(left.Point))
		h.Clock.Pass(24 * time.Hour)
		h.Record(Import(Claim(ana, "newsletter", h.Clock.Now()), "run-1"))
		if got := stands(h, ana, "newsletter"); got == assent.Granted {
			t.Error("an import has revived someone who left")
		}
	})
}

func TestWithinOneImportItsOwnDatesDecide(t *testing.T) {
	h := New(t)
	at := func(day int) time.Time { return time.Date(2025, 3, day, 12, 0, 0, 0, time.UTC) }
	no := Import(Claim(ana, "newsletter", at(2)), "run-1")
	no.Type = assent.ConsentWithdrawn
	h.Record(Import(Claim(ana, "newsletter", at(1)), "run-1"))
	h.Record(no)
	expect(t, h, ana, "newsletter", assent.Withdrawn)
	h.Record(Import(Claim(ana, "newsletter", at(3)), "run-1"))
	expect(t, h, ana, "newsletter", assent.Granted)
}

func TestABlankBoxIsARefusalUnlessAYesStands(t *testing.T) {
	h := New(t)
	h.Record(Blank(SignUp(ana, "newsletter"), "offers"))
	expect(t, h, ana, "offers", assent.Refused)

	r := h.Record(Blank(SignUp(ana, "club"), "newsletter"))
	expect(t, h, ana, "newsletter", assent.Granted)
	if c := h.Event(r.Event).Choices[1]; c.Reply != assent.Blank {
		t.Errorf("the blank box is recorded as %q, want blank", c.Reply)
	}

	preferences := Blank(SignUp(ana), "newsletter")
	preferences.Method, preferences.CollectionPoint = assent.PreferencePage, ""
	h.Record(preferences)
	expect(t, h, ana, "newsletter", assent.Withdrawn)
}

func TestABoxThatWasShownAndNotAnsweredIsBlank(t *testing.T) {
	h := New(t)
	act := SignUp(ana, "newsletter")
	act.Evidence = &assent.Evidence{Shown: []string{"newsletter:email", "offers:email"}}
	h.Record(act)
	expect(t, h, ana, "offers", assent.Refused)
}

func TestNobodyCanClaimToHaveBeenOnOurPages(t *testing.T) {
	h := New(t)
	for _, m := range []assent.Method{assent.WebForm, assent.ConfirmButton, assent.OneClick, assent.PreferencePage, assent.Automatic} {
		act := Claim(ana, "newsletter", time.Time{})
		act.Method = m
		if p := h.Refused(act); p.Code != "METHOD_NOT_ALLOWED" || p.Kind != assent.Forbidden {
			t.Errorf("%s: got %s", m, p.Code)
		}
	}
	act := SignUp(ana, "newsletter")
	act.Method = assent.ViaAPI
	if p := h.Refused(act); p.Code != "METHOD_NOT_ALLOWED" {
		t.Errorf("a page may not pass an act off as a claim: got %s", p.Code)
	}
}

func TestAClaimedYesDoesNotStandAgainstANoWeTookOurselves(t *testing.T) {
	h := New(t)
	r := h.Record(SignUp(ana, "newsletter"))
	h.Record(OneClick(r.Point))
	h.Clock.Pass(time.Hour)
	receipt := h.Record(Claim(ana, "newsletter", h.Clock.Now()))
	if len(receipt.Results) != 1 || receipt.Results[0].Status != assent.Pending {
		t.Errorf("the receipt says %v, want pending", receipt.Results)
	}
}

func TestTheLawOfHerCountryCanAskForAConfirmation(t *testing.T) {
	h := New(t)
	french, german := SignUp(ana, "newsletter"), SignUp("bert@example.org", "newsletter")
	german.Attributes = &assent.Attributes{Country: "DE"}
	if h.Record(french).Confirm {
		t.Error("a confirmation is asked in France, where the form is proof enough")
	}
	if !h.Record(german).Confirm {
		t.Error("no confirmation is asked in Germany")
	}
}

func TestLeavingOnlyThePartnersLeavesTheNewsletterAlone(t *testing.T) {
	h := New(t)
	h.Record(SignUp(ana, "newsletter", "offers"))
	h.Record(intake.Act{
		Type: assent.ConsentWithdrawn, Contact: Email(ana), Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
		Scope: &assent.Scope{Purpose: "newsletter", Party: string(assent.PartyPartners)},
	})
	expect(t, h, ana, "newsletter", assent.Granted)
	expect(t, h, ana, "offers", assent.Granted)
}

func TestARequiredPurposeStandsByTheSameChannel(t *testing.T) {
	h := New(t)
	text := Claim(ana, "newsletter", time.Time{})
	text.Contact.Phone, text.Choices[0].Channel = "+33639980123", assent.SMS
	h.Record(text)
	if p := h.Refused(SignUp(ana, "offers")); p.Code != "REQUIRES" {
		t.Errorf("got %s", p.Code)
	}
}

func TestACustomerNumberActsForHerOnlyAddressAndNotForOneOfTwo(t *testing.T) {
	h := New(t)
	number := assent.Contactable{ExternalID: "4711"}
	act := Claim(ana, "newsletter", time.Time{})
	act.Contact.ExternalID = number.ExternalID
	h.Record(act)

	club := Claim("", "club", time.Time{})
	club.Contact = number
	h.Record(club)
	expect(t, h, ana, "club", assent.Granted)

	act.Contact.Email = "ana@work.example"
	h.Record(act)
	if p := h.Refused(club); p.Code != "CANNOT_RECEIVE" {
		t.Errorf("got %s: %s", p.Code, p.Detail)
	}
}
