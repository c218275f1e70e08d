package decide_test

import (
	"strings"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/intake"
	. "assent/intake/intaketest"
)

const phone = "+33639980123"

// callable publishes a purpose of calls and records a consent to it, as a call centre reports it.
func callable(h *House, zone string) {
	h.Publish(&catalogue.Purpose{
		ID: "calls", Brand: "alpenglow", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Calls"},
		Channels: []assent.Channel{assent.LiveCall},
	})
	h.Record(intake.Act{
		Type: assent.ConsentGranted, Contact: assent.Contactable{Phone: phone}, Method: assent.CallRecorded,
		Actor: assent.Actor{Kind: assent.ActorOperator, ID: "agent"}, Evidence: &assent.Evidence{Attachments: []string{"5e1f"}},
		Attributes: &assent.Attributes{Country: "FR", TimeZone: zone, Kind: assent.Consumer},
		Choices:    []intake.ActChoice{{Purpose: "calls", Channel: assent.LiveCall, Terms: assent.Terms{DatedDigitalProof: true}}},
	})
}

func mayCall(t *testing.T, h *House, at time.Time) assent.Decision {
	t.Helper()
	got, err := desk(t, h).MaySend(t.Context(), h.Org, assent.Question{
		Contact: assent.Contactable{Phone: phone}, Channel: assent.LiveCall, Purpose: "calls", At: at,
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestTheHoursOfCallsAreThoseOfTheRecipientsClock(t *testing.T) {
	halfPastNineInParis := paris(2026, 11, 17).Add(9*time.Hour + 30*time.Minute)
	home := New(t)
	callable(home, "")
	got := mayCall(t, home, halfPastNineInParis)
	expect(t, got, assent.Deny, "QUIET_HOURS")
	if want := paris(2026, 11, 17).Add(10 * time.Hour); got.ValidUntil == nil || !got.ValidUntil.Equal(want) {
		t.Errorf("valid until %v, want ten o'clock in Paris", got.ValidUntil)
	}
	island := New(t)
	callable(island, "Indian/Reunion")
	expect(t, mayCall(t, island, halfPastNineInParis), assent.Allow, "CONSENT_VALID")
}

func TestANoSaidInACallEndsCalls(t *testing.T) {
	h := New(t)
	callable(h, "")
	h.Record(intake.Act{
		Type: assent.ConsentRefused, Contact: assent.Contactable{Phone: phone}, Method: assent.CallNoted,
		Actor:   assent.Actor{Kind: assent.ActorOperator, ID: "agent"},
		Choices: []intake.ActChoice{{Purpose: "calls", Channel: assent.LiveCall}},
	})
	expect(t, mayCall(t, h, paris(2026, 11, 17).Add(11*time.Hour)), assent.Deny, "REFUSED_IN_CALL")
}

func TestAQuestionMayBringWhatTheAskerKnowsOfDealings(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	bring := func(q *assent.Question) {
		q.Facts = &assent.ClaimedFacts{
			Attributes:    &assent.Attributes{Country: "FR", Kind: assent.Consumer},
			Relationships: []assent.Relationship{{Kind: "purchase", LastPurchaseOn: "2026-11-10"}},
			Facts: assent.Facts{
				"similar_products": "true", "details_obtained_in_sale": "true",
				"opt_out_offered_at_collection": "true", "opt_out_in_every_message": "true",
			},
		}
	}
	expect(t, ask(t, h, d, ana, "newsletter"), assent.Deny, "NO_BASIS")
	expect(t, ask(t, h, d, ana, "newsletter", bring), assent.Allow, "SOFT_OPT_IN_ALL_CONDITIONS")

	h.Record(intake.Act{Type: assent.ObjectionRaised, Contact: Email(ana), Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}})
	if got := ask(t, h, d, ana, "newsletter", bring); got.Decision != assent.Deny {
		t.Errorf("facts that the asker brings outweigh her no: %s", got.Reason)
	}
}

func TestAPurposeFixesWhatHoldsOfEachOfItsMessages(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	sale := buy(ana)
	sale.Relationship.SimilarProducts, sale.Relationship.OptOutInEveryMessage = nil, nil
	h.Record(sale)
	if got := ask(t, h, d, ana, "club"); got.Decision != assent.Deny {
		t.Fatalf("allowed without knowing what the message is about: %s", got.Reason)
	}
	h.Publish(&catalogue.Purpose{
		ID: "club", Brand: "alpenglow", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Club", "fr": "Club"},
		Sentences: catalogue.Texts{"en": "Yes", "fr": "Oui"}, Channels: []assent.Channel{assent.Email},
		Facts: assent.Facts{"similar_products": "true", "opt_out_in_every_message": "true"},
	})
	expect(t, ask(t, h, d, ana, "club"), assent.Allow, "SOFT_OPT_IN_ALL_CONDITIONS")
}

func TestABounceStopsTheContactPointAndNoOther(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	for _, email := range []string{ana, "ana@work.example"} {
		act := Claim(email, "newsletter", time.Time{})
		act.Contact.ExternalID = "4711"
		act.Attributes = &assent.Attributes{Country: "FR"}
		h.Record(act)
	}
	h.Record(intake.Act{
		Type: assent.SuppressionAdded, Contact: Email(ana), Suppression: &assent.Suppression{Kind: "bounce"},
		Actor: assent.Actor{Kind: assent.ActorHouse},
	})
	expect(t, ask(t, h, d, ana, "newsletter"), assent.Deny, "SUPPRESSED")
	expect(t, ask(t, h, d, "ana@work.example", "newsletter"), assent.Allow, "CONSENT_VALID")
}

func TestServiceMailsGoOnAfterSheLeftEverything(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	r := h.Record(SignUp(ana, "newsletter"))
	everything := assent.Everything()
	h.Record(intake.Act{
		Type: assent.ConsentWithdrawn, Point: r.Point, Method: assent.UnsubscribePage, GranularOffered: true,
		Actor: assent.Actor{Kind: assent.ActorPerson}, Scope: &everything,
	})
	expect(t, ask(t, h, d, ana, "orders"), assent.Allow, "SERVICE_MESSAGE")
	if got := ask(t, h, d, ana, "orders", func(q *assent.Question) { q.ContainsPromotion = true }); got.Decision != assent.Deny {
		t.Errorf("advertising rides on a service mail: %s", got.Reason)
	}
}

func TestPartnersMustHaveBeenNamedWhenSheAgreed(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	act := Claim(ana, "partner-offers", time.Time{})
	act.Attributes = &assent.Attributes{Country: "FR"}
	h.Record(act)
	h.Publish(&catalogue.PartnerList{ID: "friends", Partners: []catalogue.Partner{
		{ID: "rope-co", Name: "Rope & Co"}, {ID: "boot-co", Name: "Boot & Co"}, // joined after she agreed
	}})
	from := func(partner string) func(*assent.Question) { return func(q *assent.Question) { q.Partner = partner } }
	expect(t, ask(t, h, d, ana, "partner-offers", from("rope-co")), assent.Allow, "NAMED_PARTNER")
	expect(t, ask(t, h, d, ana, "partner-offers", from("boot-co")), assent.Deny, "PARTNER_NOT_NAMED")
}

func TestASignUpThatLapsedWaitsForNothing(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Record(SignUp(ana, "club"))
	expect(t, ask(t, h, d, ana, "club"), assent.Deny, "DOI_PENDING")
	h.Clock.Pass(assent.RequestLife)
	expect(t, ask(t, h, d, ana, "club"), assent.Deny, "NO_BASIS")
}

func TestTheCustomerOfOneBrandIsNotThatOfAnother(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Publish(&catalogue.Brand{ID: "summit", Name: "Summit"})
	sale := buy(ana)
	sale.Relationship.Brand = "summit"
	h.Record(sale)
	expect(t, ask(t, h, d, ana, "newsletter"), assent.Deny, "NO_BASIS")
}

func TestAClickRenewsAndAnOpenDoesNot(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	act := Claim(ana, "newsletter", time.Date(2023, 12, 1, 12, 0, 0, 0, time.UTC))
	act.Attributes = &assent.Attributes{Country: "FR"}
	h.Record(act)
	for _, c := range []struct {
		kind    assent.ContactKind
		expires assent.Day
	}{{assent.ContactOpen, "2026-12-01"}, {assent.ContactClick, "2029-11-16"}} {
		h.Record(intake.Act{
			Type: assent.ContactRecorded, Contact: Email(ana), Contacted: &assent.Contact{Kind: c.kind},
			Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
		})
		if got := ask(t, h, d, ana, "newsletter"); got.ExpiresOn != c.expires {
			t.Errorf("after a %s it expires on %s, want %s", c.kind, got.ExpiresOn, c.expires)
		}
	}
}

func TestABareDayIsThatDayOnHerClock(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	act := Claim(ana, "newsletter", time.Date(2024, 11, 17, 0, 0, 0, 0, time.UTC))
	act.DayOnly = true
	act.Attributes = &assent.Attributes{Country: "FR", TimeZone: "America/Martinique"}
	h.Record(act)
	if got := ask(t, h, d, ana, "newsletter"); got.ExpiresOn != "2027-11-17" {
		t.Errorf("it expires on %s, want 2027-11-17", got.ExpiresOn)
	}
}

func TestTheFooterSaysWhereTheYesWasCaptured(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	act := Claim(ana, "newsletter", time.Time{})
	act.CollectionPoint, act.Attributes = "checkout", &assent.Attributes{Country: "FR"}
	h.Record(act)
	if text := textOf(ask(t, h, d, ana, "newsletter"), assent.MustIdentifySender); !strings.Contains(text, "you are a customer of Alpenglow") {
		t.Errorf("the footer says %q", text)
	}
}

func TestASignUpIsConfirmedOnceAndRemindedOnce(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	mail := func(q *assent.Question) { q.Kind = assent.DOIConfirmation }
	sent := intake.Act{
		Type: assent.MessageSent, Contact: Email(ana), Actor: assent.Actor{Kind: assent.ActorHouse},
		Message: &assent.Message{Channel: assent.Email, Purpose: "club", Kind: assent.DOIConfirmation},
	}
	h.Record(SignUp(ana, "club"))
	for i, want := range []assent.Verdict{assent.Allow, assent.Allow, assent.Deny} {
		if got := ask(t, h, d, ana, "club", mail); got.Decision != want {
			t.Errorf("with %d sent: %s %s, want %s", i, got.Decision, got.Reason, want)
		}
		h.Record(sent)
	}
	h.Record(SignUp(ana, "club")) // a new act asks anew
	if got := ask(t, h, d, ana, "club", mail); got.Decision != assent.Allow {
		t.Errorf("after a new sign-up: %s", got.Reason)
	}
}

func TestACustomerNumberAsksForHerOnlyAddress(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	act := Claim(ana, "newsletter", time.Time{})
	act.Contact.ExternalID, act.Attributes = "4711", &assent.Attributes{Country: "FR"}
	h.Record(act)
	number := func(q *assent.Question) { q.Contact = assent.Contactable{ExternalID: "4711"} }
	expect(t, ask(t, h, d, ana, "newsletter", number), assent.Allow, "CONSENT_VALID")

	sent := h.Record(intake.Act{
		Type: assent.MessageSent, Contact: assent.Contactable{ExternalID: "4711"}, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
		Message: &assent.Message{Channel: assent.Email, Purpose: "newsletter"},
	})
	if points := h.Event(sent.Event).Points; len(points) != 1 || points[0].Kind != assent.EmailAddress {
		t.Errorf("the message is recorded at %v, want her e-mail address", points)
	}

	act.Contact.Email = "ana@work.example" // now it could mean either
	h.Record(act)
	if got := ask(t, h, d, ana, "newsletter", number); got.Decision != assent.Deny {
		t.Errorf("it is not clear which address is meant, and one is allowed: %s", got.Reason)
	}
}

func TestTheFooterNamesTheSenderOnceThoughHisAddressBeginsWithHisName(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	set := *Items()[0].(*catalogue.Settings)
	set.PostalAddress = "Alpenglow SAS, 1 rue des Cimes, 74000 Annecy"
	h.Publish(&set)
	h.Record(SignUp(ana, "newsletter"))
	american := func(q *assent.Question) {
		q.Facts = &assent.ClaimedFacts{Attributes: &assent.Attributes{Country: "US"}}
	}
	if text := textOf(ask(t, h, d, ana, "newsletter", american), assent.MustPostalAddress); text != "Alpenglow SAS, 1 rue des Cimes, 74000 Annecy" {
		t.Errorf("the footer says %q", text)
	}
}
