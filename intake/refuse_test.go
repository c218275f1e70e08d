package intake_test

import (
	"testing"
	"time"

	"assent"
	"assent/intake"
	. "assent/intake/intaketest"
)

func TestWhatCannotBeTakenIsRefusedWithASentence(t *testing.T) {
	h := New(t)
	yes := func(change func(*intake.Act)) intake.Act {
		act := Claim(ana, "newsletter", time.Time{})
		change(&act)
		return act
	}
	for _, c := range []struct {
		name     string
		act      intake.Act
		code     string
		sentence string
	}{
		{"an unknown purpose", Claim(ana, "newsletters", time.Time{}), "UNKNOWN_PURPOSE",
			`There is no purpose "newsletters"; known: club, newsletter, offers, orders, partner-offers.`},
		{"a channel the purpose does not use", yes(func(a *intake.Act) { a.Choices[0].Channel = assent.Fax }), "CHANNEL_NOT_OFFERED",
			"newsletter is not sent by fax; it is sent by email, sms."},
		{"a channel that does not exist", yes(func(a *intake.Act) { a.Choices[0].Channel = "pigeon" }), "UNKNOWN_WORD",
			`choices[0].channel: there is no "pigeon"; use one of email, sms, im, push, auto_call, live_call, fax, post.`},
		{"a contact that cannot receive the channel", yes(func(a *intake.Act) { a.Choices[0].Channel = assent.SMS }), "CANNOT_RECEIVE",
			"No contact is given that can receive sms; add a phone number."},
		{"an unknown topic", yes(func(a *intake.Act) { a.Choices[0].Topics = []string{"boats"} }), "UNKNOWN_TOPIC",
			`newsletter has no topic "boats"; known: huts, skis.`},
		{"the future", yes(func(a *intake.Act) { a.Occurred = h.Clock.Now().Add(time.Hour) }), "OCCURRED_IN_FUTURE",
			"occurred_at is later than now; give the time at which it happened, with its zone."},
		{"an unknown notice", yes(func(a *intake.Act) { a.Notice = intake.Notice{ID: "signup", Version: "9.0"} }), "UNKNOWN_NOTICE",
			"No such version of that notice is published; publish the wording that was shown, then record what was answered; known: signup 1.0."},
		{"a language in which the notice was not shown", yes(func(a *intake.Act) { a.Notice = intake.Notice{ID: "signup", Language: "pl"} }), "UNKNOWN_NOTICE",
			"Notice signup 1.0 is not published in that language."},
		{"no choices", yes(func(a *intake.Act) { a.Choices = nil }), "MISSING_PAYLOAD",
			"An event of type consent.granted needs choices."},
		{"an unknown type", yes(func(a *intake.Act) { a.Type = "consent.maybe" }), "UNKNOWN_TYPE", ""},
		{"no contact", yes(func(a *intake.Act) { a.Contact = assent.Contactable{} }), "NO_CONTACT", ""},
		{"a country in words", yes(func(a *intake.Act) { a.Attributes = &assent.Attributes{Country: "France"} }), "BAD_COUNTRY",
			"A country is its two-letter code in capitals, as in FR, or with a state, as in US-TX."},
		{"a time zone that is none", yes(func(a *intake.Act) { a.Attributes = &assent.Attributes{TimeZone: "Paris"} }), "BAD_TIMEZONE",
			"A time zone is its IANA name, as in Europe/Paris."},
		{"an unknown collection point", yes(func(a *intake.Act) { a.CollectionPoint = "stand" }), "UNKNOWN_COLLECTION_POINT",
			"There is no collection point of that name; known: checkout, newsletter."},
		{"a link of one contact", Link(Email(ana), assent.Contactable{}), "ONE_CONTACT_ONLY",
			"To link is to say that two contacts are one person's: give both."},
		{"the erasure of nobody", intake.Act{Type: assent.PersonErased, Contact: Email(ana), Actor: assent.Actor{Kind: assent.ActorOperator}}, "UNKNOWN_PERSON",
			"Nobody is known here under that contact."},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := h.Refused(c.act)
			if p.Code != c.code || c.sentence != "" && p.Detail != c.sentence {
				t.Errorf("got %s: %s", p.Code, p.Detail)
			}
		})
	}
	if h.State(ana) != nil {
		t.Error("a refused act has left a person behind")
	}
}

func TestTheSameKeyRecordsOnceAndAnotherBodyIsRefused(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		act := Claim(ana, "newsletter", time.Time{})
		act.IdempotencyKey = "k1"
		first, again := h.Record(act), h.Record(act)
		if again.Event != first.Event || again.Number != first.Number || !again.Replayed {
			t.Errorf("the same request was recorded twice: %v, %v", first, again)
		}
		act.Choices[0].Purpose = "club"
		if p := h.Refused(act); p.Code != "IDEMPOTENCY_KEY_REUSED" || p.Kind != assent.Unusable {
			t.Errorf("got %s", p.Code)
		}
		act.Actor.ID = "another shop"
		if h.Record(act).Replayed {
			t.Error("two callers share one idempotency key")
		}
	})
}

func TestOneBadRowDoesNotHinderTheOthers(t *testing.T) {
	h := New(t)
	rows := []intake.Act{
		Import(Claim(ana, "newsletter", time.Time{}), "run-1"),
		Import(Claim("not an address", "newsletter", time.Time{}), "run-1"),
		Import(Claim("bob@example.org", "nothing", time.Time{}), "run-1"),
		Import(Claim("bob@example.org", "newsletter", time.Time{}), "run-1"),
	}
	out, err := h.Intake.RecordAll(t.Context(), h.Org, rows)
	if err != nil {
		t.Fatal(err)
	}
	for i, wantErr := range []bool{false, true, true, false} {
		if (out[i].Err != nil) != wantErr {
			t.Errorf("row %d: %v", i, out[i].Err)
		}
	}
	expect(t, h, "bob@example.org", "newsletter", assent.Granted)
}
