package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/dispatch"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/link"
	"assent/mail"
)

// mailed sends her a message of a purpose and returns it as it arrived.
func (w *world) mailed(email, purpose string) mail.Kept {
	w.t.Helper()
	_, err := w.letters.Send(w.t.Context(), w.Org, dispatch.Message{
		Contact: intaketest.Email(email), Purpose: purpose, Subject: "Snow", Text: "It snows.", HTML: "<p>It snows.</p>",
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.Clock.Pass(time.Minute)
	return w.post(email)[0]
}

// path is the path of the link in a mail that begins with it.
func path(t *testing.T, m mail.Kept, begins string) string {
	t.Helper()
	for _, l := range m.Links {
		if p, ok := strings.CutPrefix(l, "https://choices.example.org"); ok && strings.HasPrefix(p, begins) {
			return p
		}
	}
	t.Fatalf("no link to %s among %v", begins, m.Links)
	return ""
}

func TestAMailSaysWhichActAndWhichRuleAllowedIt(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		why := path(t, w.mailed(ana, "alerts"), "/w/")
		v := w.visitor()
		check := func() {
			t.Helper()
			v.get(why).is(http.StatusOK).
				says("Alerts by e-mail", "a•••@e•••.org", "You confirmed", "with the button in the mail", "Yes, alert me.", "We use your address for what you tick.", "On what ground: consent.", "Directive 2002/58/EC art. 13(1)").
				hides(ana, "Newsletter", "Club")
		}
		forwarded := func(to *visitor) {
			t.Helper()
			to.get(why).is(http.StatusOK).
				says("Alerts by e-mail", "a•••@e•••.org", "On what ground: consent.", "Directive 2002/58/EC art. 13(1)", "after a code from this mailbox").
				hides(ana, "You confirmed", "with the button", "Yes, alert me.", "stands", "9:")
		}
		forwarded(v)
		v.enter(ana)
		check()
		forwarded(w.visitor())
		w.Record(intaketest.OneClick(w.pointOf(ana)))
		w.Clock.Pass(20 * time.Minute)
		check() // what allowed it then does not change by what came after
		v.get(why + "x").is(http.StatusNotFound)
	})
}

func TestAForwardedMailExposesNothingBeyondAMaskedAddress(t *testing.T) {
	const lopez = "lopez.ana@home.example"
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(lopez)
		w.linked(lopez)
		w.Record(intake.Act{
			Type: assent.ContactRecorded, Contact: intaketest.Email(lopez), Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
			Contacted: &assent.Contact{Kind: assent.ContactOrder}, Attributes: &assent.Attributes{Country: "FR", TimeZone: "Europe/Paris"},
			Personal: map[string]string{"name": "Ana Lopez Garcia"},
		})
		personal := []string{lopez, "lopez", "Lopez", "private@", "work.example", "+33612345678", "345678", "C-17", "Europe/Paris", "Yes, since"}
		m := w.mailed(lopez, "alerts")
		events, mails := len(w.events(lopez)), len(w.post(lopez))
		stranger := w.visitor()
		seen := map[string]bool{}
		queue := []string{
			path(t, m, "/u/"), path(t, m, "/p/"), path(t, m, "/w/"), "/p/choices", "/p/history", "/p/receipt/0", "/p/receipt/0/json",
			"/p/data", "/p/data/json", "/p/data/csv", "/p/erase", "/p/code", "/p/left",
		}
		for len(queue) > 0 {
			at := queue[0]
			queue = queue[1:]
			if kind, _, _ := strings.Cut(at, "?"); seen[shape(kind)] || !strings.HasPrefix(at, "/") || strings.Contains(at, "lang=") && !strings.Contains(at, "lang=en") {
				continue
			} else {
				seen[shape(kind)] = true
			}
			p := stranger.get(at).hides(personal...)
			if p.status >= 500 {
				t.Errorf("%s answers %d", at, p.status)
			}
			stranger.do(http.MethodHead, at, "", nil)
			queue = append(queue, p.leads()...)
		}
		if len(seen) < 14 {
			t.Errorf("only %d pages were reached: %v", len(seen), seen)
		}
		for _, form := range []string{"/p/choices", "/p/stop", "/p/pause", "/p/data", "/p/erase"} {
			stranger.post(form, map[string][]string{"length": {"one_month"}, "erase": {"yes"}, "choice": {"newsletter:email"}}).is(http.StatusForbidden)
		}
		if got := len(w.events(lopez)); got != events {
			t.Errorf("reading recorded %d events", got-events)
		}
		if got := len(w.post(lopez)); got != mails || strings.Contains(w.log.String(), "lopez") {
			t.Errorf("%d mails came; log:\n%s", got-mails, w.log)
		}
	})
}

// shape is a path without its token, so that one page of each kind is seen.
func shape(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if len(p) > 60 {
			parts[i] = "token"
		}
	}
	return strings.Join(parts, "/")
}

func TestALinkOfAMailGrantsNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.member(ana)
		m := w.mailed(ana, "alerts")
		for _, l := range []string{path(t, m, "/u/"), path(t, m, "/p/"), path(t, m, "/w/")} {
			token := l[strings.LastIndex(l, "/")+1:]
			for _, use := range []link.Use{link.Session, link.Knock, link.Stay, link.Confirm} {
				if _, err := w.links.Read(use, token, w.Clock.Now()); err == nil {
					t.Errorf("a link to %s is good for %s", l[:3], use)
				}
			}
		}
	})
}
