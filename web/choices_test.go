package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/web"
)

func mustParse(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// onHTTPS is the reception behind TLS.
func onHTTPS(c *web.Config) { c.PublicURL = "https://choices.example.org" }

func TestWhatIsTickedJoinsAndWhatIsLeftEmptyLeaves(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		page := v.enter(ana)
		after := v.follow(v.send(page, "/p/choices", "-choice", "alerts:email", "+choice", "newsletter:email", "+choice", "newsletter:email:skis"))
		after.is(http.StatusOK).says("Recorded just now", "Newsletter by e-mail (Skis)", "Alerts by e-mail", "Transaction code")
		after.says("Yes: </span>Newsletter by e-mail (Skis)", "No: </span>Alerts by e-mail") // for whoever does not see the marks
		e := w.last(ana)
		if e.Type != assent.ConsentGranted || e.Method != assent.PreferencePage || e.Strength != assent.DoubleOptIn || e.Grade != assent.GradeC {
			t.Errorf("recorded %s by %s, %s %s", e.Type, e.Method, e.Strength, e.Grade)
		}
		if e.Notice == nil || len(e.Evidence.Wording) != 64 || !slices.Contains(e.Evidence.Shown, "newsletter:email") {
			t.Errorf("the evidence is %+v, the notice %v", e.Evidence, e.Notice)
		}
		for purpose, want := range map[string]assent.Status{"alerts": assent.Withdrawn, "newsletter": assent.Granted, "club": assent.Refused} {
			if got := w.status(ana, purpose); got != want {
				t.Errorf("%s is %s, want %s", purpose, got, want)
			}
		}
		n := len(w.events(ana))
		v.follow(v.send(after, "/p/choices"))
		if got := len(w.events(ana)); got != n {
			t.Errorf("saving what stands recorded %d events", got-n)
		}
		w.Audit()
	})
}

func TestLeavingAloneIsAWithdrawalAndReachesWhatDependsOnIt(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		page := v.follow(v.send(v.enter(ana), "/p/choices", "+choice", "newsletter:email", "+choice", "offers:email"))
		page.says("Stopping it also stops: Partner offers, Offers.", "Only together with: Newsletter.")
		page = v.follow(v.send(page, "/p/choices", "-choice", "newsletter:email"))
		if e := w.last(ana); e.Type != assent.ConsentWithdrawn || len(e.Noes) < 2 {
			t.Errorf("recorded %s with %+v", e.Type, e.Noes)
		}
		if got := w.status(ana, "offers"); got != assent.Withdrawn {
			t.Errorf("offers, still ticked, are %s", got)
		}
		page.says("because it is only possible together with “Newsletter”", "Offers by e-mail")
	})
}

func TestTopicsChangeWithoutLeaving(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		page := v.follow(v.send(v.enter(ana), "/p/choices", "+choice", "alerts:email:snow", "+choice", "alerts:email:storm"))
		page = v.follow(v.send(page, "/p/choices", "-choice", "alerts:email:storm"))
		w.stands(ana, assent.Granted)
		_, fields := page.formTo("/p/choices")
		if got := fields["choice"]; !slices.Equal(got, []string{"alerts:email", "alerts:email:snow"}) {
			t.Errorf("ticked are %v", got)
		}
	})
}

func TestAYesThatLacksWhatItRequiresIsNotTakenAndLeavingIs(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		answer := v.send(v.enter(ana), "/p/choices", "-choice", "alerts:email", "+choice", "offers:email").is(http.StatusUnprocessableEntity)
		answer.says("“Offers” is only possible together with “Newsletter”", "What you stopped counts already")
		w.stands(ana, assent.Withdrawn)
		if got := w.status(ana, "offers"); got != assent.Unknown {
			t.Errorf("offers are %s", got)
		}
	})
}

func TestAYesIsTakenOnlyToTheWordingThatIsShown(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		page := v.enter(ana)
		v.send(page, "/p/choices", "shown", "", "-choice", "alerts:email", "+choice", "newsletter:email").is(http.StatusUnprocessableEntity)
		if got := w.status(ana, "newsletter"); got == assent.Granted {
			t.Error("the newsletter is granted")
		}
		w.stands(ana, assent.Withdrawn)
	})
}

func TestEverythingStopsAtOnceAndOnlyWhatIsTickedComesBack(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		page := v.follow(v.send(v.enter(ana), "/p/stop")).says("You have stopped all our advertising")
		if e := w.last(ana); e.Noes[0].Scope != assent.Everything() || !e.Noes[0].Granular || e.Method != assent.PreferencePage {
			t.Errorf("recorded %+v by %s", e.Noes, e.Method)
		}
		v.follow(v.send(page, "/p/choices", "+choice", "alerts:email")).hides("You have stopped all our advertising")
		w.stands(ana, assent.Granted)
		if got := w.status(ana, "club"); got != assent.Withdrawn {
			t.Errorf("the club is %s", got)
		}
	})
}

func TestAPauseRunsAndEnds(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		page := v.follow(v.send(v.enter(ana), "/p/pause", "length", "one_month")).says("Paused until 16 December 2026, that day included.", "End the pause")
		w.stands(ana, assent.Granted)
		v.follow(v.send(page, "/p/pause", "length", "end")).says("The pause has ended.").hides("Paused until")
		n := len(w.events(ana))
		v.send(page, "/p/pause", "length", "a century")
		if got := len(w.events(ana)); got != n {
			t.Error("a pause without a length was recorded")
		}
	})
}

func TestAYesForTextsIsNotGivenFromAMailbox(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		w.Record(intaketest.Link(intaketest.Email(ana), assent.Contactable{Phone: "+33612345678"}))
		w.Record(intake.Act{
			Type: assent.ConsentGranted, Contact: assent.Contactable{Phone: "+33612345678"}, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
			Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: assent.SMS}},
		})
		v := w.visitor()
		page := v.enter(ana).says("This does not arrive at this mailbox", "by text message").hides("+33612345678")
		page = v.follow(v.send(page, "/p/choices", "+choice", "club:sms"))
		for _, y := range w.State(ana).Points {
			for _, yes := range y.Yeses {
				if yes.Purpose == "club" {
					t.Errorf("granted %+v", yes)
				}
			}
		}
		v.send(page, "/p/choices", "-choice", "newsletter:sms").is(http.StatusSeeOther) // leaving is possible from anywhere
		if e := w.last(ana); e.Type != assent.ConsentWithdrawn || e.Noes[0].Scope.Channel != "sms" {
			t.Errorf("recorded %s with %+v", e.Type, e.Noes)
		}
	})
}

func TestAnotherAddressKeepsItsYes(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		w.member("ana@work.example")
		w.Record(intake.Act{
			Type: assent.ContactLinked, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
			Contact: assent.Contactable{Email: ana, ExternalID: "C-17"},
		})
		w.Record(intake.Act{
			Type: assent.ContactLinked, Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
			Contact: assent.Contactable{Email: "ana@work.example", ExternalID: "C-17"},
		})
		w.Record(intaketest.SignUp("ana@work.example", "newsletter"))
		v := w.visitor()
		page := v.enter(ana).says("You have agreed to it at another of your addresses").hides("work.example")
		v.send(page, "/p/choices", "+choice", "alerts:email:snow").is(http.StatusSeeOther)
		for id, p := range w.State(ana).Points {
			for _, y := range p.Yeses {
				if y.Purpose == "newsletter" && w.State(ana).Standing(id, assent.Scope{Brand: "alpenglow", Purpose: "newsletter", Channel: "email", Party: "own"}, w.Clock.Now()).Status != assent.Granted {
					t.Error("the yes of her other address is gone")
				}
			}
		}
	})
}

func TestHerHistoryShowsWhatWasShownAndGivesReceipts(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		v.send(v.enter(ana), "/p/choices", "+choice", "newsletter:email").is(http.StatusSeeOther)
		code := string(w.last(ana).Code)
		history := v.get("/p/history").is(http.StatusOK).says("You agreed", "You confirmed", "It was asked for", "on your own page, behind a code sent to you", code)
		if !strings.Contains(history.body, "/p/receipt/2") {
			t.Fatal("it leads to no receipt")
		}
		v.get("/p/receipt/2").is(http.StatusOK).says(code, "I want this: Newsletter", "We use your address for what you tick.", "confirmed with a code from your mailbox", ana)
		receipt := v.get("/p/receipt/2/json").is(http.StatusOK)
		if !strings.Contains(receipt.header.Get("Content-Disposition"), "attachment") {
			t.Error("the receipt is no file")
		}
		receipt.says(`"schema_version": "ISO/IEC TS 27560:2023"`, `"dpv:ConsentGiven"`, `"dpv:ExpressedConsent"`, code, "https://w3id.org/dpv/schema/dpv-27560#receipt", "I want this: Newsletter").hides(ana)
		for _, elsewhere := range []string{"/p/receipt/3", "/p/receipt/-1", "/p/receipt/x", "/p/receipt/9999999999999999999999"} {
			v.get(elsewhere).is(http.StatusNotFound)
		}
		w.Clock.Pass(time.Hour)
		v.get("/p/receipt/2").is(http.StatusForbidden)
	})
}

func TestACustomerIsToldThatTheLawAllowsMessagesWithoutAYesAndAnEmptyBoxEndsThem(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		shop := assent.Actor{Kind: assent.ActorKey, ID: "shop"}
		w.Publish(&catalogue.Purpose{
			ID: "gear", Brand: "alpenglow", Kind: assent.PurposeOwnMarketing, Channels: []assent.Channel{assent.Email},
			Names: catalogue.Texts{"en": "Gear"}, Sentences: catalogue.Texts{"en": "Yes, gear."},
			Facts: assent.Facts{"similar_products": "true", "opt_out_in_every_message": "true"},
		})
		w.Record(intake.Act{
			Type: assent.RelationshipRecorded, Actor: shop, Contact: intaketest.Email(ana), CollectionPoint: "checkout",
			Attributes:   &assent.Attributes{Country: "FR", Language: "en", Kind: assent.Consumer},
			Relationship: &assent.Relationship{Kind: "purchase", Brand: "alpenglow", On: "2026-11-01"},
			Facts:        assent.Facts{"details_obtained_in_sale": "true", "informed_at_collection": "true"},
		})
		gear := func() assent.Verdict {
			d, err := w.letters.Decide.MaySend(t.Context(), w.Org, assent.Question{Contact: intaketest.Email(ana), Channel: assent.Email, Purpose: "gear"})
			if err != nil {
				t.Fatal(err)
			}
			return d.Decision
		}
		if gear() != assent.Allow {
			d, _ := w.letters.Decide.MaySend(t.Context(), w.Org, assent.Question{Contact: intaketest.Email(ana), Channel: assent.Email, Purpose: "gear", Explain: assent.ExplainFull})
			t.Fatalf("the law does not allow it: %+v", d.Failed)
		}
		v := w.visitor()
		page := v.enter(ana).says("Without a yes we may write to you about this", "until you say no")
		v.send(page, "/p/choices").is(http.StatusSeeOther)
		if gear() != assent.Deny {
			t.Error("an empty box that was saved changed nothing")
		}
	})
}
