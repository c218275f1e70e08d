package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"

	"assent"
)

func TestABreakIsOfferedBesideLeaving(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v, leave := w.visitor(), w.leaveLink(ana)
		page := v.get(leave).says("Or take a break", "3 months")
		v.follow(v.send(page, "/u/", "pause", "one_month")).says("You will receive no advertising from us until the break is over.")
		e := w.last(ana)
		if e.Type != assent.PauseSet || e.Pause.Until != "2026-12-16" || e.Pause.Scope != assent.Everything() || e.Method != assent.UnsubscribePage {
			t.Errorf("recorded %s with %+v by %s", e.Type, e.Pause, e.Method)
		}
		w.stands(ana, assent.Granted)

		v.get(leave).says("break until 16 December 2026", "3 months").hides("2 weeks")
		for _, shorter := range []string{"two_weeks", "one_month", "end", "x"} {
			v.post(leave, url.Values{"pause": {shorter}}).is(http.StatusUnprocessableEntity)
		}
		if again := w.last(ana); again.ID != e.ID {
			t.Errorf("a link shortened a pause: %+v", again.Pause)
		}
	})
}

func TestAReasonIsOptionalAndOneOfAFew(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		v, leave := w.visitor(), w.leaveLink(ana)
		page := v.get(leave).says("you need not say")
		v.send(page, "/u/", "scope", "this", "reason", "my name is Ana").is(http.StatusSeeOther)
		if flags := w.last(ana).Evidence.Flags; len(flags) != 0 {
			t.Errorf("flags are %v", flags)
		}
		v.follow(v.send(page, "/u/", "scope", "everything", "reason", "too_many")).says("Changed your mind?")
		if flags := w.last(ana).Evidence.Flags; !slices.Equal(flags, []string{"reason_too_many"}) {
			t.Errorf("flags are %v", flags)
		}
		v.get(leave).hides("Or take a break", "you need not say")
	})
}
