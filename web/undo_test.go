package web_test

import (
	"net/http"
	"testing"
	"time"

	"assent"
	"assent/intake"
	"assent/intake/intaketest"
)

func TestWhatWasPressedByMistakeIsUndoneInTheSameBrowser(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v, leave := w.visitor(), w.leaveLink(ana)
		if first := v.get(leave); first.header.Get("Set-Cookie") != "" {
			t.Error("the page sets a cookie before anything was pressed")
		}
		page := v.follow(v.send(v.get(leave), "/u/", "scope", "this")).says("Pressed by mistake?")
		w.stands(ana, assent.Withdrawn)
		other := w.visitor()
		other.get(page.path).hides("Pressed by mistake?")
		other.post("/u/done/undo", nil).is(http.StatusConflict).says("can no longer be undone")
		w.stands(ana, assent.Withdrawn)

		w.Clock.Pass(9 * time.Minute)
		v.follow(v.send(page, "/u/done/undo", "press", "yes")).says("Undone", "goes on as it was before").hides("Pressed by mistake?")
		w.stands(ana, assent.Granted)
		v.get(leave).says("Stop “Alerts” by e-mail")
		v.send(page, "/u/done/undo", "press", "yes").is(http.StatusConflict)
		w.Audit()
	})
}

func TestWhoIsQuickToSeeHerMistakePressesAgain(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		page := v.follow(v.send(v.get(w.leaveLink(ana)), "/u/", "scope", "this"))
		action, fields := page.formTo("/u/done/undo")
		fields.Set("press", "yes")
		again := v.post(action, fields).is(http.StatusUnprocessableEntity).says("press the button once more", "Undo it")
		w.stands(ana, assent.Withdrawn)
		v.follow(v.send(again, "/u/done/undo", "press", "yes")).says("Undone")
		w.stands(ana, assent.Granted)
	})
}

func TestAnUndoIsTooLateAfterTenMinutes(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v := w.visitor()
		page := v.follow(v.send(v.get(w.leaveLink(ana)), "/u/", "scope", "everything"))
		w.Clock.Pass(10*time.Minute + time.Second)
		v.get(page.path).hides("Pressed by mistake?")
		v.send(page, "/u/done/undo", "press", "yes").is(http.StatusConflict).says("can no longer be undone")
		w.stands(ana, assent.Withdrawn)
	})
}

func TestWhoPressesWhatWasStoppedBeforeUndoesNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		hers, forwarded := w.visitor(), w.visitor()
		leave := w.leaveLink(ana)
		page := hers.get(leave)
		hers.send(page, "/u/", "scope", "this")
		done := forwarded.follow(forwarded.send(page, "/u/", "scope", "this")) // the same press again, elsewhere
		done.hides("Pressed by mistake?")
		forwarded.post("/u/done/undo", nil).is(http.StatusConflict)
		w.stands(ana, assent.Withdrawn)
	})
}

func TestALinkAsksForFewerMessagesAndNeverForMore(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v, leave := w.visitor(), w.leaveLink(ana)
		page := v.get(leave).says("Or receive fewer", "At most one a week", "At most one a month")
		v.follow(v.send(page, "/u/", "often", "monthly")).says("Fewer messages", "You will receive “Alerts” at most once a month.")
		e := w.last(ana)
		if e.Type != assent.FrequencySet || e.Frequency.AtMost != assent.Monthly || e.Frequency.Scope.Purpose != "alerts" {
			t.Errorf("recorded %s with %+v", e.Type, e.Frequency)
		}
		v.get(leave).hides("Or receive fewer")
		for _, more := range []string{"weekly", "monthly", "hourly"} {
			v.send(page, "/u/", "often", more).is(http.StatusUnprocessableEntity)
		}
		w.stands(ana, assent.Granted)

		own := v.follow(v.send(v.enter(ana), "/p/choices")).says("How often", `<option value="alerts:monthly" selected>`)
		v.follow(v.send(own, "/p/choices", "often", "alerts:weekly")).says("Alerts · At most one a week")
		v.follow(v.send(own, "/p/choices", "often", "alerts:")).says("Alerts · No limit")
		if got := w.State(ana).Frequencies; len(got) != 1 || got[0].AtMost != "" {
			t.Errorf("kept are %+v", got)
		}
		if n := len(w.events(ana)); v.send(own, "/p/choices", "often", "alerts:") == nil || len(w.events(ana)) != n {
			t.Error("what stands is recorded again")
		}
	})
}

func TestWhatAShopAskedForByOneChannelStandsBesideItAndEndsWithAChoiceForAll(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		w.Record(intake.Act{
			Type: assent.FrequencySet, Contact: intaketest.Email(ana), Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
			Frequency: &assent.Frequency{AtMost: assent.Monthly, Scope: assent.Scope{Brand: "*", Purpose: "alerts", Channel: "email", Party: "*"}},
		})
		v := w.visitor()
		v.enter(ana)
		v.send(v.get("/p/choices"), "/p/choices")
		own := v.get("/p/choices").says("At most one a month", `<option value="alerts:as_shown" selected>`)
		n := len(w.events(ana))
		v.send(own, "/p/choices").is(http.StatusSeeOther)
		if len(w.events(ana)) != n {
			t.Error("what is left as shown is recorded again")
		}
		v.follow(v.send(own, "/p/choices", "often", "alerts:")).hides("as_shown", `"alerts:monthly" selected`)
		for _, f := range w.State(ana).Frequencies {
			if f.AtMost != "" {
				t.Errorf("%+v holds still", f)
			}
		}
	})
}

func TestStoppingEverythingOnHerOwnPageIsUndoneInTheSameBrowser(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v, other := w.visitor(), w.visitor()
		own, there := v.enter(ana).hides("Pressed by mistake?"), other.enter(ana)
		stopped := v.follow(v.send(own, "/p/stop")).says("Pressed by mistake?", "Undo it")
		w.stands(ana, assent.Withdrawn)
		other.get("/p/choices").says("stopped all").hides("Pressed by mistake?")
		other.post("/p/undo", nil).is(http.StatusConflict).says("can no longer be undone")
		if there == nil || w.status(ana, "alerts") != assent.Withdrawn {
			t.Fatal("undone in another browser")
		}
		w.Clock.Pass(9 * time.Minute)
		v.follow(v.send(stopped, "/p/undo")).says("goes on as it was before").hides("Pressed by mistake?")
		w.stands(ana, assent.Granted)

		v.follow(v.send(v.get("/p/choices"), "/p/stop"))
		w.Clock.Pass(11 * time.Minute)
		v.get("/p/choices").hides("Pressed by mistake?")
		v.post("/p/undo", nil).is(http.StatusConflict)
		w.stands(ana, assent.Withdrawn)
		w.Audit()
	})
}
