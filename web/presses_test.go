package web_test

import (
	"net/http"
	"testing"
	"time"

	"assent"
	"assent/intake/intaketest"
	"assent/web/webtest"

	"github.com/chromedp/chromedp"
)

// TestPeopleNeedOnePressAndAfterAScannerTwo: one in the browser that signed up, whatever machines did before her; at most two
// elsewhere, where a machine that was there first costs her the code of the mail.
func TestPeopleNeedOnePressAndAfterAScannerTwo(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		signedUp, elsewhere := w.window(t), w.window(t)
		for _, c := range []struct {
			name    string
			scanned bool
			same    bool
			presses int
			grade   assent.Grade
		}{
			{"where she signed up", false, true, 1, assent.GradeA},
			{"where she signed up, after a scanner", true, true, 1, assent.GradeA},
			{"elsewhere", false, false, 1, assent.GradeB},
			{"elsewhere, after a scanner", true, false, 1, assent.GradeC}, // and six digits typed
		} {
			t.Run(c.name, func(t *testing.T) {
				email := nobody(t)
				signedUp.open("/f/alerts")
				signedUp.do("fill in", chromedp.SendKeys("#email", email), chromedp.Click(`input[value="alerts:email"]`))
				signedUp.press("send", `.press button`, ".done")
				path := w.confirmLink(email)
				if c.scanned {
					(&machine{w, t, nil, email}).fetches(path)
				}
				b := elsewhere
				if c.same {
					b = signedUp
				}
				b.open(path)
				if presses := b.confirms(w.links.Code(path[len("/c/"):])); presses != c.presses {
					t.Errorf("she pressed %d times, want %d", presses, c.presses)
				}
				if e := w.last(email); e.Type != assent.ConsentConfirmed || e.Grade != c.grade {
					t.Errorf("recorded %s of grade %s", e.Type, e.Grade)
				}
			})
		}
	})
}

// confirms presses what the page offers, and types the code of the mail where it asks for one, until the page says that
// it is done; at most three times.
func (b *window) confirms(code string) (presses int) {
	b.t.Helper()
	for presses < 3 && !webtest.Read[bool](b.t, b.tab, `document.querySelector(".done") !== null`) {
		if webtest.Read[bool](b.t, b.tab, `document.querySelector("#code") !== null`) {
			b.do("type the code", chromedp.SendKeys("#code", code))
		}
		b.press("press", ".press button", "h1")
		presses++
	}
	return presses
}

func TestPeopleLeaveWithOnePressWhateverWasThereBefore(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	b := w.window(t)
	for _, scanned := range []bool{false, true} {
		email := map[bool]string{false: "ana@example.org", true: "bea@example.org"}[scanned]
		w.member(email)
		path := w.leaveLink(email)
		if scanned {
			(&machine{w, t, nil, email}).fetches(path)
			w.visitor().post(path, map[string][]string{"all": {"yes"}}).is(http.StatusUnprocessableEntity)
			w.Clock.Pass(time.Minute)
		}
		b.open(path)
		b.press("leave", `button[value="this"]`, ".done")
		w.stands(email, assent.Withdrawn)
	}
}
