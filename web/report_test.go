package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"assent"
	"assent/feedback"
	"assent/intake/intaketest"
	"assent/web"
)

func TestWhatAProductReportsIsTakenAtItsAddressAlone(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		desk := feedback.New(feedback.Config{
			Archive: h.Archive, Vault: h.Vault, Shelf: h.Shelf, Intake: h.Intake, Now: h.Clock.Now, PublicURL: "http://choices.example.org",
		})
		w := newWorld(t, h, func(c *web.Config) { c.Reports = desk })
		_, address, err := desk.Open(t.Context(), h.Org, feedback.Plan{Product: "mailchimp", Label: "Mailchimp"})
		if err != nil {
			t.Fatal(err)
		}
		path := strings.TrimPrefix(address, "http://choices.example.org")
		h.Record(intaketest.SignUp("ana@example.org", "newsletter"))
		report := url.Values{"type": {"unsubscribe"}, "data[action]": {"unsub"}, "data[email]": {"ana@example.org"}}
		v := w.visitor()
		v.get(path).is(http.StatusOK) // the validator
		v.post(path, report).is(http.StatusOK)
		v.post(path, url.Values{"type": {"unsubscribe"}, "data[email]": {"nobody@example.org"}}).is(http.StatusOK)
		if s := h.State("ana@example.org"); len(s.Noes) != 1 || s.Noes[0].Kind != assent.NoWithdrawn {
			t.Errorf("recorded %+v", s.Noes)
		}
		v.post(path, url.Values{"data[email]": {"ana@example.org"}}).is(http.StatusBadRequest)
		v.post("/in/mailchimp/guessed", report).is(http.StatusNotFound)
		v.get("/in/mailchimp/guessed").is(http.StatusNotFound)
		v.post(strings.Replace(path, "mailchimp", "brevo", 1), report).is(http.StatusNotFound)
		if strings.Contains(w.log.String(), "ana@") || strings.Contains(w.log.String(), path) {
			t.Errorf("the log says %s", w.log)
		}
	})
}
