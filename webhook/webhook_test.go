package webhook_test

import (
	"net/http"
	"testing"
	"time"

	"assent"
	. "assent/intake/intaketest"
	"assent/webhook"
)

const ana = "ana@example.org"

func TestAnEventIsToldOnceSignedAndWithoutPersonalData(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		h.Record(SignUp("before@example.org", "newsletter")) // happened before there was a webhook
		hook, secret := w.hook()
		r := h.Record(SignUp(ana, "newsletter"))
		w.work()
		w.work()
		if len(w.got) != 1 {
			t.Fatalf("told %d times, want once", len(w.got))
		}
		got := w.got[0]
		e := got.event
		if e.SpecVersion != "1.0" || e.ID != r.Event.String() || e.Type != "assent.consent.granted" || e.Subject != r.Person.String() || e.Source != "https://choices.example.org/log/"+h.Org.String() {
			t.Errorf("told %+v", e)
		}
		if got.header.Get("Content-Type") != "application/cloudevents+json; charset=utf-8" || got.header.Get("Webhook-Id") != e.ID {
			t.Errorf("with %v", got.header)
		}
		if !w.signed(got, secret) || w.signed(got, make(webhook.Secret, 32)) {
			t.Error("the signature does not tell who speaks")
		}
		if holds(got.body, ana) || holds(got.body, "address") {
			t.Errorf("personal data in %s", got.body)
		}
		changed, _ := e.Data["changes"].([]any)
		if len(changed) != 1 || changed[0].(map[string]any)["status"] != "granted" {
			t.Errorf("changes: %v", e.Data["changes"])
		}
		if d := w.deliveries(hook); len(d) != 1 || d[0].State != "delivered" || d[0].Status != 200 || d[0].Attempts != 1 {
			t.Errorf("the log says %+v", d)
		}
	})
}

func TestAWebhookThatGetsPersonalDataGetsItAtSendingUntilSheIsErased(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		hook, _ := w.hook(func(p *webhook.Plan) { p.Personal = true })
		act := SignUp(ana, "newsletter")
		act.Personal = map[string]string{"name": "Ana Byrne"}
		r := h.Record(act)
		w.work()
		if len(w.got) != 1 || !holds(w.got[0].body, `"address":"`+ana) || !holds(w.got[0].body, `"name":"Ana Byrne"`) {
			t.Fatalf("told %s", w.got[0].body)
		}
		_, err := h.Intake.Record(t.Context(), h.Org, erasing(ana))
		must(t, err)
		must(t, w.desk.Replay(t.Context(), h.Org, hook.ID, r.Event))
		w.work()
		if len(w.got) != 3 { // the erasure, and the replay
			t.Fatalf("told %d times", len(w.got))
		}
		for _, g := range w.got[1:] {
			if holds(g.body, ana) || holds(g.body, "Byrne") {
				t.Errorf("told of the erased: %s", g.body)
			}
		}
	})
}

func TestAWebhookIsToldOnlyOfWhatItWants(t *testing.T) {
	w := newWorld(t, New(t))
	w.hook(func(p *webhook.Plan) { p.Types = []string{"suppression.added", "consent.w*"} })
	r := w.Record(SignUp(ana, "newsletter"))
	w.Record(OneClick(r.Point))
	w.work()
	if len(w.got) != 1 || w.got[0].event.Type != "assent.consent.withdrawn" {
		t.Errorf("told %d times", len(w.got))
	}
}

func TestAFailedDeliveryIsTriedAgainUnderTheSameIdentifier(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		hook, secret := w.hook()
		w.answer = func(n int) int {
			if n <= 2 {
				return http.StatusInternalServerError
			}
			return http.StatusNoContent
		}
		h.Record(SignUp(ana, "newsletter"))
		w.work()
		w.work() // too early
		if len(w.got) != 1 {
			t.Fatalf("tried %d times at once", len(w.got))
		}
		if d := w.deliveries(hook)[0]; d.State != "waiting" || d.Status != 500 || d.Problem != "answered 500 Internal Server Error" {
			t.Errorf("the log says %+v", d)
		}
		if w.see(hook).Failing.IsZero() {
			t.Error("it does not show that it fails")
		}
		for range 2 {
			h.Clock.Pass(time.Minute)
			w.work()
		}
		if len(w.got) != 3 || w.got[0].event.ID != w.got[2].event.ID || !w.signed(w.got[2], secret) {
			t.Fatalf("tried %d times", len(w.got))
		}
		if d := w.deliveries(hook)[0]; d.State != "delivered" || d.Attempts != 3 || d.Problem != "" || !w.see(hook).Failing.IsZero() {
			t.Errorf("the log says %+v", d)
		}
	})
}

func TestWhileAReceiverFailsItIsCalledSeldomAndMissesNothing(t *testing.T) {
	w := newWorld(t, New(t))
	w.hook()
	down := true
	w.answer = func(int) int {
		if down {
			return http.StatusBadGateway
		}
		return http.StatusOK
	}
	for _, who := range []string{"a@example.org", "b@example.org", "c@example.org"} {
		w.Record(SignUp(who, "newsletter"))
	}
	for range 60 { // an hour
		w.work()
		w.Clock.Pass(time.Minute)
	}
	if n := w.count(); n < 6 || n > 20 {
		t.Errorf("called %d times in an hour", n)
	}
	down = false
	before := w.count()
	for range 3 * 60 {
		w.work()
		w.Clock.Pass(time.Minute)
	}
	if n := w.count() - before; n != 3 {
		t.Errorf("told %d times once it is back, want 3", n)
	}
}

func TestAfterFiveDaysOfFailuresItIsSwitchedOffAndSomebodyIsTold(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		hook, _ := w.hook()
		w.answer = func(int) int { return http.StatusServiceUnavailable }
		h.Record(SignUp(ana, "newsletter"))
		for range 6 * 24 {
			w.work()
			h.Clock.Pass(time.Hour)
		}
		if off := w.see(hook); off.Disabled.IsZero() || len(w.off) != 1 || w.off[0].ID != hook.ID {
			t.Fatalf("it is %+v; told %d times", off, len(w.off))
		}
		w.answer = nil
		before := w.count()
		h.Record(SignUp("ben@example.org", "newsletter"))
		w.work()
		if w.count() != before {
			t.Error("told while it is off")
		}
		_, err := w.desk.Enable(t.Context(), h.Org, hook.ID)
		must(t, err)
		h.Clock.Pass(13 * time.Hour)
		w.work()
		if n := w.count() - before; n != 2 {
			t.Errorf("told %d times once it is on, want 2: what it missed and what is new", n)
		}
	})
}

func TestAReceiverThatIsGoneIsSwitchedOffAtOnce(t *testing.T) {
	w := newWorld(t, New(t))
	hook, _ := w.hook()
	w.answer = func(int) int { return http.StatusGone }
	w.Record(SignUp(ana, "newsletter"))
	w.work()
	if w.see(hook).Disabled.IsZero() || len(w.off) != 1 {
		t.Error("it is still on")
	}
}

func TestWhileASecretIsExchangedBothSign(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		hook, before := w.hook()
		_, text, err := w.desk.Rotate(t.Context(), h.Org, hook.ID)
		must(t, err)
		after := w.secret(text)
		h.Record(SignUp(ana, "newsletter"))
		w.work()
		if !w.signed(w.got[0], before) || !w.signed(w.got[0], after) {
			t.Error("not both sign on the first day")
		}
		h.Clock.Pass(25 * time.Hour)
		h.Record(SignUp("ben@example.org", "newsletter"))
		w.work()
		if w.signed(w.got[1], before) || !w.signed(w.got[1], after) {
			t.Error("the old secret signs on the second day")
		}
	})
}

func TestARedirectionIsNotFollowed(t *testing.T) {
	w := newWorld(t, New(t))
	hook, _ := w.hook()
	w.answer = func(int) int { return http.StatusTemporaryRedirect }
	w.Record(SignUp(ana, "newsletter"))
	w.work()
	if len(w.got) != 1 || w.deliveries(hook)[0].Problem != "answered 307 Temporary Redirect" {
		t.Errorf("called %d times: %+v", len(w.got), w.deliveries(hook))
	}
}

func TestWhatIsDeletedIsToldNothingMore(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		hook, _ := w.hook()
		h.Record(SignUp(ana, "newsletter"))
		must(t, w.desk.Delete(t.Context(), h.Org, hook.ID))
		w.work()
		if len(w.got) != 0 {
			t.Error("told after the end")
		}
		for _, err := range []error{
			w.desk.Delete(t.Context(), h.Org, hook.ID), w.desk.Replay(t.Context(), h.Org, hook.ID, hook.ID),
		} {
			if code(err) != "NO_SUCH_WEBHOOK" {
				t.Errorf("got %v", err)
			}
		}
	})
}

func TestAWebhookOfAnotherOrganisationIsNotThere(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		hook, _ := w.hook()
		r := h.Record(SignUp(ana, "newsletter"))
		foreign := assent.ID{15: 9}
		if _, err := w.desk.Get(t.Context(), foreign, hook.ID); code(err) != "NO_SUCH_WEBHOOK" {
			t.Errorf("seen: %v", err)
		}
		if err := w.desk.Replay(t.Context(), foreign, hook.ID, r.Event); code(err) != "NO_SUCH_WEBHOOK" {
			t.Errorf("replayed: %v", err)
		}
	})
}

func TestWhatWasToldAndWhatWasMissedIsKeptForThirtyDays(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		told, _ := w.hook()
		missing, _ := w.hook()
		h.Record(SignUp(ana, "newsletter"))
		_, err := w.desk.Disable(t.Context(), h.Org, missing.ID)
		must(t, err)
		for days, want := range []int{1, 1, 0} {
			w.work()
			if a, b := len(w.deliveries(told)), len(w.deliveries(missing)); a != want || b != want {
				t.Errorf("after %d × 15 days: %d told, %d missed, want %d", days, a, b, want)
			}
			h.Clock.Pass(15*24*time.Hour + time.Minute)
		}
	})
}
