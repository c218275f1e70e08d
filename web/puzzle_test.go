package web_test

import (
	"crypto/sha256"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"assent/intake/intaketest"
	"assent/web"

	"github.com/chromedp/chromedp"
)

const puzzleBits = 8

// solve finds the answer for a page and what is typed into it.
func solve(p *page, email, phone string) string {
	_, fields := p.form()
	for n := 0; ; n++ {
		answer := strconv.Itoa(n)
		if sum := sha256.Sum256([]byte(fields.Get("shown") + "\n" + email + "\n" + phone + "\n" + answer)); sum[0] == 0 {
			return answer
		}
	}
}

func TestWithoutTheAnswerOfThePuzzleAFormIsTakenLater(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		send := func(email, answer string) (waited time.Duration) {
			t.Helper()
			form := v.get("/f/alerts")
			if answer == "solved" {
				answer = solve(form, email, "")
			} else if answer != "" {
				answer = solve(form, answer, "")
			}
			before := w.Clock.Now().Add(2 * time.Second) // what reading takes
			v.press(form, "email", email, "+choice", "alerts:email", "work", answer).is(http.StatusSeeOther)
			if e := w.last(email); e.Evidence.Flags != nil {
				t.Errorf("flags are %v", e.Evidence.Flags)
			}
			return w.Clock.Now().Sub(before)
		}
		if waited := send("ana@example.org", "solved"); waited != 0 {
			t.Errorf("the answer waits %v", waited)
		}
		if waited := send("bea@example.org", ""); waited < 5*time.Second {
			t.Errorf("without it %v", waited)
		}
		if waited := send("eve@example.org", "ana@example.org"); waited < 5*time.Second {
			t.Errorf("with the answer for another address %v", waited)
		}
	}, func(c *web.Config) { c.Puzzle = puzzleBits })
}

func TestThePuzzleRunsItsOwnScriptAndNoOther(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		form := v.get("/f/alerts").says(`data-puzzle="8"`)
		if policy := form.header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none';") || !strings.HasSuffix(policy, "; script-src 'self'") {
			t.Errorf("the policy is %s", policy)
		}
		at := strings.Index(form.body, "/assets/puzzle.")
		address, _, _ := strings.Cut(form.body[at:], `"`)
		if script := v.get(address).is(http.StatusOK); len(script.body) > 8<<10 || !strings.HasPrefix(script.header.Get("Content-Type"), "text/javascript") {
			t.Errorf("%d bytes of %s", len(script.body), script.header.Get("Content-Type"))
		}
		newWorld(t, intaketest.New(t)).visitor().get("/f/alerts").hides("<script", "puzzle")
	}, func(c *web.Config) { c.Puzzle = puzzleBits })
}

// However soon the number is found.
func TestARealBrowserSolvesThePuzzle(t *testing.T) {
	for _, bits := range []int{1, 14} {
		aRealBrowserSolvesThePuzzle(t, bits)
	}
}

func aRealBrowserSolvesThePuzzle(t *testing.T, bits int) {
	t.Helper()
	w := newWorld(t, intaketest.New(t), func(c *web.Config) { c.Puzzle = bits })
	b := w.window(t)
	b.open("/f/alerts")
	b.do("fill in", chromedp.SendKeys("#email", " ana@example.org "), chromedp.SendKeys("#phone", "+33 6 12 34 56 78"), chromedp.Click(`input[value="alerts:email"]`))
	before := w.Clock.Now()
	b.do("send", chromedp.Click(`.press button`), chromedp.WaitVisible(".done"))
	if waited := w.Clock.Now().Sub(before); waited > 2*time.Second { // what reading the next page takes
		t.Errorf("the form waited %v", waited)
	}
	if len(w.events("ana@example.org")) != 1 {
		t.Error("nothing is recorded")
	}
}
