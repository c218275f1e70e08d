package intake_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"assent"
	"assent/intake"
	. "assent/intake/intaketest"
	"assent/store"
)

func TestManyWhoWriteAtOnceMeetOnePerson(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		const writers = 16
		var all sync.WaitGroup
		receipts := make([]intake.Receipt, writers)
		for i := range writers {
			all.Go(func() {
				act := Claim(ana, "newsletter", time.Time{})
				act.IdempotencyKey = fmt.Sprintf("k%d", i/2) // each request is sent twice
				var err error
				if receipts[i], err = h.Intake.Record(t.Context(), h.Org, act); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		events := map[assent.ID]bool{}
		for i, r := range receipts {
			events[r.Event] = true
			if r.Person != receipts[0].Person || r.Event != receipts[i/2*2].Event {
				t.Errorf("writer %d met another person, or its repetition another receipt", i)
			}
		}
		if len(events) != writers/2 {
			t.Errorf("%d events are recorded, want %d", len(events), writers/2)
		}
		h.Audit()
	})
}

func TestPayloadsAreCheckedWordForWord(t *testing.T) {
	h := New(t)
	shop := assent.Actor{Kind: assent.ActorKey, ID: "shop"}
	for _, c := range []struct {
		sentence string
		act      intake.Act
	}{
		{"relationship.kind: there is no \"friend\"; use one of account_only, enquiry, negotiation, purchase, subscription, contract_running, contract_ended, donation, charity_interest.",
			intake.Act{Type: assent.RelationshipRecorded, Relationship: &assent.Relationship{Kind: "friend"}}},
		{"There is no brand \"acme\"; known: alpenglow.",
			intake.Act{Type: assent.RelationshipRecorded, Relationship: &assent.Relationship{Kind: "purchase", Brand: "acme"}}},
		{"A day is written YYYY-MM-DD, as in 2026-11-21.",
			intake.Act{Type: assent.RelationshipRecorded, Relationship: &assent.Relationship{Kind: "purchase", LastPurchaseOn: "16/11/2026"}}},
		{"contact.kind: there is no \"glance\"; use one of click, order, reply, login, open, inbound_text.",
			intake.Act{Type: assent.ContactRecorded, Contacted: &assent.Contact{Kind: "glance"}}},
		{"suppression.kind: there is no \"boring\"; use one of bounce, complaint, not_me, manual, restricted.",
			intake.Act{Type: assent.SuppressionAdded, Suppression: &assent.Suppression{Kind: "boring"}}},
		{"message.channel: there is no \"pigeon\"; use one of email, sms, im, push, auto_call, live_call, fax, post.",
			intake.Act{Type: assent.MessageSent, Message: &assent.Message{Channel: "pigeon", Purpose: "newsletter"}}},
		{"There is no purpose \"news\"; known: club, newsletter, offers, orders, partner-offers.",
			intake.Act{Type: assent.PauseSet, Pause: &assent.Pause{Scope: assent.Scope{Purpose: "news"}, Until: "2026-12-01"}}},
		{"An event of type register.checked needs register.",
			intake.Act{Type: assent.RegisterChecked}},
		{"Some of the text is not UTF-8; convert it first.",
			intake.Act{Type: assent.ConsentGranted, Evidence: &assent.Evidence{Source: "caf\xe9"}}},
		{"Only a person says yes; the house cannot say it for her.",
			intake.Act{Type: assent.ConsentGranted, Actor: assent.Actor{Kind: assent.ActorHouse}, Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: assent.Email}}}},
	} {
		c.act.Contact = Email(ana)
		if c.act.Actor.Kind == "" {
			c.act.Actor = shop
		}
		if p := h.Refused(c.act); p.Detail != c.sentence {
			t.Errorf("got  %s\nwant %s", p.Detail, c.sentence)
		}
	}
}

func TestAnUnknownCircumstanceIsRefused(t *testing.T) {
	h := New(t)
	act := Claim(ana, "newsletter", time.Time{})
	act.Facts = assent.Facts{"informed_at_collction": "true"}
	if p := h.Refused(act); p.Code != "UNKNOWN_FACT" {
		t.Errorf("got %s: %s", p.Code, p.Detail)
	}
	act.Facts = assent.Facts{"informed_at_collection": "true"}
	h.Record(act)
	for _, p := range h.State(ana).Points {
		if p.Fact("informed_at_collection") != "true" {
			t.Error("the circumstance is not recorded")
		}
	}
}

func TestACollectionPointFixesWhatHoldsOfThoseCapturedThere(t *testing.T) {
	h := New(t)
	act := Claim(ana, "newsletter", time.Time{})
	act.CollectionPoint = "checkout"
	e := h.Event(h.Record(act).Event)
	if e.Facts["opt_out_offered_at_collection"] != "true" || e.CollectionPoint != "checkout" {
		t.Errorf("the event has the facts %v", e.Facts)
	}
}

func TestANoWithoutAnyoneKnownIsKeptForTheDaySheIsImported(t *testing.T) {
	h := New(t)
	h.Record(intake.Act{Type: assent.ObjectionRaised, Contact: Email(ana), Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}})
	h.Record(Import(Claim(ana, "newsletter", h.Clock.Now().Add(-24*time.Hour)), "run-1"))
	expect(t, h, ana, "newsletter", assent.Withdrawn)
}

func TestWhatIsWithdrawnWhileTheSpoolWaitedCountsFromWhenItWasTaken(t *testing.T) {
	h := New(t)
	r := h.Record(SignUp(ana, "newsletter"))
	taken := h.Clock.Now()
	h.Clock.Pass(time.Hour)
	act := OneClick(r.Point)
	act.Received = taken
	e := h.Event(h.Record(act).Event)
	if !e.Received.Equal(taken) || !e.Recorded.After(taken) {
		t.Errorf("received %s, recorded %s; want %s and later", e.Received, e.Recorded, taken)
	}
}

func TestTheLogHoldsNothingOfARefusedAct(t *testing.T) {
	h := New(t)
	head := func() (n int64) {
		err := h.Archive.Read(t.Context(), h.Org, func(v *store.View) (err error) { n, err = v.Head(); return err })
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := head()
	h.Refused(Claim(ana, "nothing", time.Time{}))
	h.Refused(SignUp(ana, "offers"))
	if after := head(); after != before {
		t.Errorf("%d events were recorded for refused acts", after-before)
	}
}
