package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"assent"
	"assent/catalogue"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/link"
)

// asksTwice publishes a page that does, for a brand of which everything is joined in two steps.
func (w *world) asksTwice(how string) {
	w.Publish(
		&catalogue.Brand{ID: "tarn", Name: "Tarn"},
		&catalogue.Page{ID: "twice", Kind: catalogue.UnsubscribePage, Brand: "tarn", OptOut: how},
	)
}

func TestWhoJoinedInTwoStepsMayBeAskedTwice(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		w.asksTwice(catalogue.OptOutPage)
		v, leave := w.visitor(), w.linkTo(link.Unsubscribe, ana, "tarn", "twice")
		sure := v.send(v.get(leave), "/u/", "scope", "this", "reason", "too_many").is(http.StatusOK).says("Really stop?", "Nothing has been stopped yet", "a•••@e•••.org")
		w.stands(ana, assent.Granted)
		v.follow(v.send(sure, "/u/", "sure", "yes")).says("You have unsubscribed", "Pressed by mistake?")
		w.stands(ana, assent.Withdrawn)
		if flags := w.last(ana).Evidence.Flags; len(flags) != 1 || flags[0] != "reason_too_many" {
			t.Errorf("flags are %v", flags)
		}
	})
}

func TestASecondStepByMailStopsWithItsButton(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		w.asksTwice(catalogue.OptOutMail)
		v := w.visitor()
		page := v.get(w.linkTo(link.Unsubscribe, ana, "tarn", "twice"))
		v.follow(v.send(page, "/u/", "scope", "everything")).says("Please look at your mail", "Nothing has been stopped yet").hides("Pressed by mistake?")
		w.stands(ana, assent.Granted)
		mails := w.post(ana)
		if len(mails) == 0 || len(mails[0].Links) != 1 {
			t.Fatalf("no mail with one button came: %+v", mails)
		}
		_, path, _ := strings.Cut(mails[0].Links[0], "choices.example.org")
		other := w.visitor()
		last := other.get(path).is(http.StatusOK).says("Stop all advertising").hides("Stop “Alerts”", "Or take a break", "Choose in detail")
		w.stands(ana, assent.Granted) // opened by a machine, it changes nothing
		other.follow(other.send(last, "/u/", "scope", "everything")).says("You have unsubscribed")
		w.stands(ana, assent.Withdrawn)
	})
}

func TestNobodyIsAskedTwiceWhoJoinedInOneStepOrLivesWhereOneMustDo(t *testing.T) {
	shop := assent.Actor{Kind: assent.ActorKey, ID: "shop"}
	about := func(w *world, a intake.Act) {
		a.Contact, a.Actor = assent.Contactable{Email: ana}, shop
		w.Record(a)
	}
	for says, c := range map[string]struct {
		before func(w *world)
		fields url.Values
	}{
		"in California": {func(w *world) {
			w.member(ana)
			about(w, intake.Act{Type: assent.ContactRecorded, Contacted: &assent.Contact{Kind: assent.ContactOrder}, Attributes: &assent.Attributes{Country: "US-CA"}})
		}, url.Values{"scope": {"this"}}},
		"a customer": {func(w *world) {
			w.member(ana)
			about(w, intake.Act{Type: assent.RelationshipRecorded, Relationship: &assent.Relationship{Kind: "purchase"}})
		}, url.Values{"scope": {"this"}}},
		"who signed up in a shop": {func(w *world) {
			about(w, intake.Act{Type: assent.ConsentGranted, Choices: []intake.ActChoice{{Purpose: "alerts", Channel: assent.Email}}})
		}, url.Values{"scope": {"this"}}},
		"for everything, since one thing was joined in one step": {func(w *world) {
			w.member(ana)
			w.Record(intaketest.SignUp(ana, "newsletter"))
		}, url.Values{"scope": {"everything"}}},
		"by one click": {func(w *world) { w.member(ana) }, url.Values{"List-Unsubscribe": {"One-Click"}}},
	} {
		for _, how := range []string{catalogue.OptOutPage, catalogue.OptOutMail} {
			eachWorld(t, func(t *testing.T, w *world) {
				c.before(w)
				w.asksTwice(how)
				answer := w.visitor().post(w.linkTo(link.Unsubscribe, ana, "tarn", "twice"), c.fields)
				if answer.status != http.StatusSeeOther && answer.status != http.StatusOK || w.status(ana, "alerts") != assent.Withdrawn {
					t.Errorf("%s, asked by %s: %d, alerts are %s", says, how, answer.status, w.status(ana, "alerts"))
				}
			})
		}
	}
}

func TestALeavingThatCannotBeMailedIsDoneAtOnce(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		w.asksTwice(catalogue.OptOutMail)
		v, leave := w.visitor(), w.linkTo(link.Unsubscribe, ana, "tarn", "twice")
		for range 5 {
			v.follow(v.send(v.get(leave), "/u/", "scope", "this")).says("Please look at your mail")
		}
		v.follow(v.send(v.get(leave), "/u/", "scope", "this")).says("You have unsubscribed")
		w.stands(ana, assent.Withdrawn)
	})
}
