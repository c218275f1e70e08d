package webhook_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	. "assent/intake/intaketest"
	"assent/webhook"
)

// Both receivers are real; one answers only when the other has everything.
func TestASlowReceiverDoesNotHinderAnother(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		const people = 40 // more than go to one receiver at once
		all := make(chan struct{})
		w.answer = func(n int) int {
			if n == people {
				close(all)
			}
			return http.StatusOK
		}
		slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-all:
			case <-r.Context().Done():
			}
		}))
		defer slow.Close()
		w.hook()
		w.hook(func(p *webhook.Plan) { p.URL = slow.URL })
		for i := range people {
			_, err := h.Intake.Record(t.Context(), h.Org, SignUp(string(rune('a'+i%26))+string(rune('a'+i/26))+"@example.org", "newsletter"))
			must(t, err)
		}
		w.work()
		if n := w.count(); n != people {
			t.Errorf("told %d times, want %d", n, people)
		}
	})
}

// Two processes carry for one organisation: each event is told once.
func TestTwoProcessesTellOnce(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newWorld(t, h)
		w.hook()
		for i := range 30 {
			_, err := h.Intake.Record(t.Context(), h.Org, SignUp(string(rune('a'+i%26))+string(rune('a'+i/26))+"@example.org", "newsletter"))
			must(t, err)
		}
		done := make(chan error, 2)
		for range 2 {
			go func() {
				for _, j := range w.desk.Jobs(h.Org) {
					if _, err := j.Round(t.Context()); err != nil {
						done <- err
						return
					}
				}
				done <- nil
			}()
		}
		must(t, <-done)
		must(t, <-done)
		w.work()
		if n := w.count(); n != 30 {
			t.Errorf("told %d times, want 30", n)
		}
	})
}
