package web_test

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/link"
)

// asked records that somebody was asked for consent by mail, and returns the address of the answer.
func (w *world) asked(email string, boxes ...string) (path string, event assent.ID) {
	w.t.Helper()
	bought := w.Record(intake.Act{
		Type: assent.RelationshipRecorded, Contact: intaketest.Email(email), Relationship: &assent.Relationship{Brand: "alpenglow", Kind: "purchase"},
		Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}, Attributes: &assent.Attributes{Language: "en"},
	})
	event, err := assent.NewID(w.Clock.Now(), rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	code, err := assent.NewTransactionCode(rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	w.Record(intake.Act{
		Type: assent.MessageSent, Point: bought.Point, Actor: assent.Actor{Kind: assent.ActorHouse}, Event: event, Code: code,
		Notice: intake.Notice{ID: "signup", Language: "en"}, Evidence: &assent.Evidence{Shown: boxes},
		Message: &assent.Message{Channel: assent.Email, Purpose: "newsletter", Brand: "alpenglow", Kind: assent.Reconfirm},
	})
	return "/a/" + w.links.Make(link.Request, link.Token{
		Org: w.Org, Point: bought.Point, Event: event, Brand: "alpenglow", Channel: assent.Email, Issued: w.Clock.Now(),
	}), event
}

// noes counts what she has refused or left.
func (w *world) noes(email string) int { w.t.Helper(); return len(w.State(email).Noes) }

const asker = "ana@example.org"

func TestAnAnswerIsTakenBoxByBoxAndABlankOneIsANo(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		path, event := w.asked(asker, "newsletter:email", "club:email")
		v := w.visitor()
		p := v.get(path).is(http.StatusOK).says("Alpenglow", "Newsletter", "Club", "We write to you about mountains.").hides(asker, " checked")
		done := v.follow(v.press(p, "press", "yes", "+choice", "newsletter:email")).is(http.StatusOK).says("Yes", "No")
		if strings.Contains(done.path, path[3:]) || strings.Contains(done.path, "example.org") {
			t.Errorf("the last page's address tells too much: %s", done.path)
		}
		if w.status(asker, "newsletter") != assent.Granted || w.status(asker, "club") != assent.Refused {
			t.Errorf("newsletter %s, club %s", w.status(asker, "newsletter"), w.status(asker, "club"))
		}
		for _, y := range w.State(asker).Points[w.pointOf(asker)].Yeses {
			e := w.Event(y.Event)
			if e.Grade != assent.GradeB || e.Method != assent.ConsentRequest || e.Refers != event || e.Evidence.Wording == "" || e.Notice == nil || len(e.Evidence.Shown) != 2 {
				t.Errorf("recorded as %s %s, evidence %+v", e.Grade, e.Method, e.Evidence)
			}
		}
		again := v.get(path).is(http.StatusOK).says("Your answer has been noted").hides("Newsletter", "Club") // the mail may have been passed on
		if strings.Contains(again.body, `name="press"`) {
			t.Error("an answered question can be answered again")
		}
		w.Audit()
	})
}

func TestNoToAllAndTheEndOfAllAdvertising(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		path, _ := w.asked(asker, "newsletter:email", "club:email")
		v := w.visitor()
		v.follow(v.press(v.get(path), "press", "none", "+choice", "newsletter:email")).is(http.StatusOK)
		if w.status(asker, "newsletter") != assent.Refused || w.status(asker, "club") != assent.Refused {
			t.Errorf("no to all leaves %s, %s", w.status(asker, "newsletter"), w.status(asker, "club"))
		}
		path, _ = w.asked("bea@example.org", "newsletter:email")
		v.follow(v.press(v.get(path), "scope", "everything")).is(http.StatusOK)
		if w.status("bea@example.org", "offers") != assent.Withdrawn {
			t.Errorf("everything leaves %s", w.status("bea@example.org", "offers"))
		}
		v.get(path).is(http.StatusOK).hides(`name="press"`)
	})
}

func TestMachinesAnswerNothingAndPeopleThenTypeTheCode(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		path, _ := w.asked(asker, "newsletter:email")
		v := w.visitor()
		before := w.noes(asker)
		for range 3 {
			v.do(http.MethodHead, path, "", nil)
			v.get(path).is(http.StatusOK)
		}
		page := v.get(path).hides(`name="code"`)
		action, fields := page.formTo(path)
		fields.Set("press", "yes")
		fields.Set("choice", "newsletter:email")
		v.post(action, fields).is(http.StatusUnprocessableEntity).says(`name="code"`) // sooner than anyone can read

		fresh, _ := w.asked("bea@example.org", "newsletter:email")
		v.press(v.get(fresh), "all", "yes", "choice", "newsletter:email").is(http.StatusUnprocessableEntity) // the trap
		if w.noes(asker) != before || w.status(asker, "newsletter") != assent.Unknown || w.status("bea@example.org", "newsletter") != assent.Unknown {
			t.Fatal("a machine has answered")
		}

		person := w.visitor()
		doubted := person.get(path).is(http.StatusOK).says(`name="code"`)
		for _, c := range []struct {
			code   string
			status int
		}{{"000000", http.StatusUnprocessableEntity}, {w.links.Code(strings.TrimPrefix(path, "/a/")), http.StatusSeeOther}} {
			person.press(doubted, "press", "yes", "choice", "newsletter:email", "code", c.code).is(c.status)
		}
		if w.status(asker, "newsletter") != assent.Granted {
			t.Error("the code of the mail was not taken")
		}
	})
}

func TestALinkFromBeforeANoReopensNothingAndRunsOutAfterThirtyDays(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		path, _ := w.asked(asker, "newsletter:email")
		w.Record(intaketest.OneClick(w.pointOf(asker)))
		w.visitor().get(path).is(http.StatusOK).hides(`name="press"`)

		path, _ = w.asked("bea@example.org", "newsletter:email")
		w.Clock.Pass(31 * 24 * time.Hour)
		w.visitor().get(path).is(http.StatusGone).hides(`name="press"`)
		w.visitor().get(path[:len(path)-2]).is(http.StatusNotFound)
	})
}

func TestAPurposeIsNotTakenWithoutWhatItRequires(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		path, _ := w.asked(asker, "newsletter:email", "offers:email")
		v := w.visitor()
		v.press(v.get(path), "press", "yes", "choice", "offers:email").is(http.StatusUnprocessableEntity).says("Newsletter")
		if w.status(asker, "offers") != assent.Unknown {
			t.Errorf("offers %s", w.status(asker, "offers"))
		}
	})
}

func TestWhatSheHasAgreedToMeanwhileIsNotTakenBackByAnEmptyBox(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		path, _ := w.asked(asker, "newsletter:email", "club:email")
		w.Record(intaketest.Confirm(w.Record(intaketest.SignUp(asker, "club"))))
		v := w.visitor()
		p := v.get(path).is(http.StatusOK).says("Newsletter").hides("club:email")
		v.follow(v.press(p, "press", "none")).is(http.StatusOK)
		if w.status(asker, "club") != assent.Granted || w.status(asker, "newsletter") != assent.Refused {
			t.Errorf("club %s, newsletter %s", w.status(asker, "club"), w.status(asker, "newsletter"))
		}
	})
}
