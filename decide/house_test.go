package decide_test

import (
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/intake"
	. "assent/intake/intaketest"
)

func TestAPauseSilencesMarketingUntilItsLastDay(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Record(SignUp(ana, "newsletter"))
	h.Record(intake.Act{
		Type: assent.PauseSet, Contact: Email(ana), Method: assent.PreferencePage, Actor: assent.Actor{Kind: assent.ActorPerson},
		Pause: &assent.Pause{Until: "2026-11-30"},
	})
	got := ask(t, h, d, ana, "newsletter")
	expect(t, got, assent.Deny, assent.ReasonPaused)
	if got.ValidUntil == nil || !got.ValidUntil.Equal(paris(2026, 12, 1)) {
		t.Errorf("valid until %v, want the end of 30 November in Paris", got.ValidUntil)
	}
	if len(got.WouldAllowIf) != 1 || len(got.WouldAllowIf[0]) != 1 || got.WouldAllowIf[0][0] != "paused_until:2026-11-30" {
		t.Errorf("would allow if %v", got.WouldAllowIf)
	}
	if service := ask(t, h, d, ana, "orders"); service.Decision != assent.Allow {
		t.Errorf("a pause silences service mails: %s", service.Reason)
	}
	h.Clock.Pass(14*24*time.Hour + 15*time.Hour)
	expect(t, ask(t, h, d, ana, "newsletter"), assent.Allow, "CONSENT_VALID")
}

func TestWhatRequiresAnotherPurposeStandsOnlyBesideIt(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Record(Claim(ana, "newsletter", h.Clock.Now().Add(-48*time.Hour)))
	h.Record(Claim(ana, "offers", time.Time{}))
	if got := ask(t, h, d, ana, "offers"); got.Decision != assent.Allow {
		t.Fatalf("both stand: %s", got.Reason)
	}
	h.Publish(&catalogue.Purpose{
		ID: "offers", Brand: "alpenglow", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Offers"},
		Channels: []assent.Channel{assent.Email}, Requires: []string{"club"},
	})
	got := ask(t, h, d, ana, "offers")
	expect(t, got, assent.Deny, assent.ReasonDependencyUnmet)
}

func TestAContactThatCannotReceiveTheChannelIsNotReachable(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Record(SignUp(ana, "newsletter"))
	got := ask(t, h, d, ana, "newsletter", func(q *assent.Question) { q.Channel = assent.SMS })
	if got.Decision != assent.Deny {
		t.Errorf("a text message is allowed to an e-mail address: %s", got.Reason)
	}
}

func TestAPurposesOwnLimitEndsAConsentEarlier(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Publish(&catalogue.Purpose{
		ID: "club", Brand: "alpenglow", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Club", "fr": "Club"},
		Sentences: catalogue.Texts{"en": "Yes", "fr": "Oui"}, Channels: []assent.Channel{assent.Email}, ValidityMonths: 6,
	})
	h.Record(SignUp(ana, "club"))
	got := ask(t, h, d, ana, "club")
	expect(t, got, assent.Allow, "CONSENT_VALID")
	if got.ExpiresOn != "2027-05-16" || got.ValidUntil == nil || !got.ValidUntil.Equal(paris(2027, 5, 17)) {
		t.Errorf("expires on %s, valid until %v; want 2027-05-16 and its end in Paris", got.ExpiresOn, got.ValidUntil)
	}
	later := ask(t, h, d, ana, "club", func(q *assent.Question) { q.At = paris(2027, 5, 17) })
	expect(t, later, assent.Deny, assent.ReasonConsentExpired)
}

func TestTheOtherWayFromTheDayTheAnswerTurns(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Record(SignUp(ana, "newsletter"))
	until := ask(t, h, d, ana, "newsletter").ValidUntil
	if until == nil {
		t.Fatal("a consent in France is good for ever")
	}
	at := func(when time.Time) assent.Verdict {
		return ask(t, h, d, ana, "newsletter", func(q *assent.Question) { q.At = when }).Decision
	}
	if at(until.Add(-time.Minute)) != assent.Allow || at(*until) != assent.Deny {
		t.Errorf("the answer does not turn at %s", until)
	}
}

func TestThePastIsAskedAsItWasAndAsItWasKnown(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := desk(t, h)
		before := h.Clock.Now()
		h.Clock.Pass(time.Hour)
		r := h.Record(SignUp(ana, "newsletter"))
		during := h.Clock.Now()
		h.Clock.Pass(time.Hour)
		h.Record(OneClick(r.Point))
		h.Clock.Pass(time.Hour)
		late := Claim("bob@example.org", "newsletter", before.Add(-time.Hour))
		h.Record(late)

		for _, c := range []struct {
			name, email string
			at, known   time.Time
			want        assent.Verdict
		}{
			{"before she signed up", ana, before, time.Time{}, assent.Deny},
			{"while she was subscribed", ana, during, time.Time{}, assent.Allow},
			{"after she left", ana, time.Time{}, time.Time{}, assent.Deny},
			{"a consent of then, recorded late", "bob@example.org", during, time.Time{}, assent.Allow},
			{"the same, with what was known then", "bob@example.org", during, during, assent.Deny},
			{"today, with what was known before she left", ana, time.Time{}, during, assent.Allow},
		} {
			got := ask(t, h, d, c.email, "newsletter", func(q *assent.Question) { q.At, q.KnownAt = c.at, c.known })
			if got.Decision != c.want {
				t.Errorf("%s: %s %s, want %s", c.name, got.Decision, got.Reason, c.want)
			}
		}
	})
}

func TestANoFromANodeWhoseClockRunsAheadIsNotOverlooked(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	r := h.Record(SignUp(ana, "newsletter"))
	h.Clock.Pass(2 * time.Second)
	h.Record(OneClick(r.Point))
	h.Clock.Pass(-2 * time.Minute) // here it is still earlier
	if got := ask(t, h, d, ana, "newsletter"); got.Decision != assent.Deny {
		t.Errorf("an acknowledged no is overlooked: %s", got.Reason)
	}
}

func TestAnErasedAddressIsDenied(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Record(SignUp(ana, "newsletter"))
	h.Record(intake.Act{Type: assent.PersonErased, Contact: Email(ana), Actor: assent.Actor{Kind: assent.ActorOperator, ID: "dpo"}})
	expect(t, ask(t, h, d, ana, "newsletter"), assent.Deny, "SUPPRESSED")
}

func TestAQuestionThatCannotBeReadGetsASentence(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Publish(&catalogue.Brand{ID: "summit", Name: "Summit"})
	for _, c := range []struct {
		code, sentence string
		q              assent.Question
	}{
		{"WRONG_BRAND", `Purpose newsletter belongs to brand alpenglow; another brand needs a purpose of its own.`, assent.Question{Contact: Email(ana), Channel: assent.Email, Purpose: "newsletter", Brand: "summit"}},
		{"UNKNOWN_PURPOSE", `There is no purpose "news"; known: club, newsletter, offers, orders, partner-offers.`, assent.Question{Contact: Email(ana), Channel: assent.Email, Purpose: "news"}},
		{"UNKNOWN_CHANNEL", `There is no channel "pigeon"; known: email, sms, im, push, auto_call, live_call, fax, post.`, assent.Question{Contact: Email(ana), Channel: "pigeon", Purpose: "newsletter"}},
		{"UNKNOWN_BRAND", `There is no brand "acme"; known: alpenglow, summit.`, assent.Question{Contact: Email(ana), Channel: assent.Email, Purpose: "newsletter", Brand: "acme"}},
		{"UNKNOWN_FACT", `There is no fact "consents" that a question can bring; consents and noes can only be recorded.`, assent.Question{Contact: Email(ana), Channel: assent.Email, Purpose: "newsletter", Facts: &assent.ClaimedFacts{Facts: assent.Facts{"consents": "all"}}}},
		{"BAD_FACT", `The fact age has a value that cannot be read; facts are true or false, whole numbers, or days as in 2026-11-21.`, assent.Question{Contact: Email(ana), Channel: assent.Email, Purpose: "newsletter", Facts: &assent.ClaimedFacts{Facts: assent.Facts{"age": "old"}}}},
		{"NO_CONTACT", "", assent.Question{Channel: assent.Email, Purpose: "newsletter"}},
	} {
		_, err := d.MaySend(t.Context(), h.Org, c.q)
		if p, ok := assent.AsProblem(err); !ok || p.Code != c.code || c.sentence != "" && p.Detail != c.sentence {
			t.Errorf("got %v, want %s: %s", err, c.code, c.sentence)
		}
	}
}

func TestThatTwoRecordsAreOneWomanCountsFromWhenItWasKnown(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	work := "ana@work.example"
	h.Record(SignUp(ana, "newsletter"))
	h.Record(OneClick(h.Record(SignUp(work, "newsletter")).Point))
	before := h.Clock.Now()
	h.Clock.Pass(time.Hour)
	for _, email := range []string{ana, work} {
		h.Record(intake.Act{
			Type: assent.ContactLinked, Contact: assent.Contactable{Email: email, ExternalID: "4711"},
			Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
		})
	}
	if got := ask(t, h, d, ana, "newsletter"); got.Decision != assent.Deny {
		t.Errorf("her no at work does not reach her at home: %s", got.Reason)
	}
	known := func(q *assent.Question) { q.KnownAt = before }
	if got := ask(t, h, d, ana, "newsletter", known); got.Decision != assent.Allow {
		t.Errorf("before the link was known: %s", got.Reason)
	}
	if got := ask(t, h, d, work, "newsletter", known); got.Decision != assent.Deny {
		t.Errorf("at work she had left by then: %s", got.Reason)
	}
}
