package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"assent"
)

const anaNew = "ana@new.example"

// wantsToMove asks on her page to change her address and returns the page that wants the codes, and these.
func (v *visitor) wantsToMove(from, to string) (asked *page, oldCode, newCode string) {
	v.w.t.Helper()
	v.enter(from)
	asked = v.follow(v.send(v.get("/p/address"), "/p/address", "email", to)).is(http.StatusOK).says("Code from the new mailbox")
	return asked, v.w.mailedCode(from), v.w.mailedCode(to)
}

func TestAnAddressIsChangedByCodesToBothMailboxes(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		page := v.enter(ana)
		v.send(page, "/p/choices", "+choice", "newsletter:email").is(http.StatusSeeOther)
		v.send(v.get("/p/choices"), "/p/choices", "-choice", "newsletter:email").is(http.StatusSeeOther)

		other := w.visitor()
		other.enter(ana)
		v = w.visitor()
		asked, oldCode, newCode := v.wantsToMove(ana, anaNew)
		if mail := w.post(ana)[0].Text; !strings.Contains(mail, "give this address up") {
			t.Errorf("the old mailbox is not told what its code does:\n%s", mail)
		}
		for _, blank := range blanks {
			v.send(asked, "/p/address/codes", "old_code", oldCode, "new_code", blank).is(http.StatusUnprocessableEntity)
		}
		v.send(asked, "/p/address/codes", "old_code", newCode, "new_code", oldCode).is(http.StatusUnprocessableEntity)
		v.send(asked, "/p/address/codes", "old_code", oldCode, "new_code", "000000").is(http.StatusUnprocessableEntity)
		if w.State(anaNew) != nil {
			t.Fatal("the new address is recorded before its code was typed")
		}
		moved := v.follow(v.send(asked, "/p/address/codes", "old_code", oldCode, "new_code", newCode)).is(http.StatusOK)
		moved.says("Your address has been changed", "For "+anaNew).hides(ana)
		w.Audit()

		if got := w.status(anaNew, "newsletter"); got != assent.Withdrawn {
			t.Errorf("the no did not follow: %s", got)
		}
		point := w.pointOf(anaNew)
		cell := assent.Scope{Purpose: "alerts", Channel: "email", Party: "own"}
		if got := w.State(anaNew).Standing(point, cell, w.Clock.Now()).Status; got == assent.Granted {
			t.Error("the yes moved by itself")
		}
		v.send(moved, "/p/choices", "+choice", "alerts:email").is(http.StatusSeeOther)
		if got := w.State(anaNew).Standing(point, cell, w.Clock.Now()).Status; got != assent.Granted {
			t.Errorf("chosen at the new address it is %s", got)
		}
		other.get("/p/choices").is(http.StatusForbidden) // a session opened from the old mailbox is over
		stale := w.visitor()                             // whoever reads the old mailbox now
		before := len(w.post(ana))
		stale.press(stale.get("/p/"+w.ownToken(w.pointOf(ana))), "press", "yes").is(http.StatusGone).says("given up for another")
		if got := len(w.post(ana)); got != before {
			t.Errorf("%d codes went to the old mailbox", got-before)
		}
	})
}

func TestAnAddressThatWasGivenUpCanBeTakenUpAgain(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		for _, way := range [][2]string{{ana, anaNew}, {anaNew, ana}} {
			v := w.visitor()
			door := "/p/" + w.ownToken(w.pointOf(way[0]))
			v.follow(v.send(v.knock(door), "/p/code", "code", w.mailedCode(way[0])))
			asked := v.follow(v.send(v.get("/p/address"), "/p/address", "email", way[1]))
			v.send(asked, "/p/address/codes", "old_code", w.mailedCode(way[0]), "new_code", w.mailedCode(way[1])).is(http.StatusSeeOther)
			w.Clock.Pass(time.Hour)
		}
		w.visitor().knock("/p/" + w.ownToken(w.pointOf(ana)))
		if got := w.status(ana, "alerts"); got != assent.Granted {
			t.Errorf("what she agreed to there is %s", got)
		}
	})
}

func TestAChangeOfAddressTellsNothingAndBombsNobody(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		w.member("victim@example.org")
		v := w.visitor()
		v.enter(ana)
		before := len(w.post("victim@example.org"))
		for range 3 {
			v.follow(v.send(v.get("/p/address"), "/p/address", "email", "victim@example.org")).says("If the new address may be written to")
		}
		if got := len(w.post("victim@example.org")) - before; got > 1 {
			t.Errorf("%d mails went to a stranger within ten minutes", got)
		}
		v.send(v.get("/p/address"), "/p/address", "email", "not an address").is(http.StatusUnprocessableEntity)
		v.send(v.get("/p/address"), "/p/address", "email", "ANA@example.org").is(http.StatusUnprocessableEntity).says("which you have now")
	})
}
