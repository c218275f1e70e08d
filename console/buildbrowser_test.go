package console_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"assent/auth"
	"assent/intake/intaketest"
	"assent/link"
	"assent/locale"
	"assent/rights"
	"assent/web"
	"assent/web/webtest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// open serves the public pages beside the console.
func (w *world) open() {
	w.t.Helper()
	words, err := locale.Load()
	must(w.t, err)
	w.public, err = web.New(web.Config{
		Org: w.Org, Intake: w.Intake, Shelf: w.Shelf, Records: rights.New(w.Archive, w.Vault, w.Shelf, w.Clock.Now),
		Links: link.New(w.Vault.Derive, rand.Reader), Locale: words, Now: w.Clock.Now, Random: rand.Reader, PublicURL: w.server.URL,
	})
	must(w.t, err)
}

// TestAMarketerComposesAFormAndSomebodySignsUpOnIt does so without scripts, on a phone and at a desk.
func TestAMarketerComposesAFormAndSomebodySignsUpOnIt(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.open()
	o := w.hire(auth.Campaigner)
	tab := webtest.Browser(t)
	if _, err := chromedp.Call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	webtest.Open(t, tab, w.server.URL+"/console/signin?to=/console/forms")
	webtest.Do(t, tab, chromedp.SendKeys("#email", o.Email), chromedp.SendKeys("#password", password))
	press(t, tab, "main button")
	for width, name := range map[int64]string{390: "phone", 1280: "desk"} {
		webtest.Do(t, tab, chromedp.EmulateViewport(width, 900))
		webtest.Open(t, tab, w.server.URL+"/console/forms")
		press(t, tab, `a[href="/console/forms/new/form"]`)
		heading(t, tab, "New form")
		webtest.Do(t, tab,
			chromedp.SendKeys(`[name="place.club:email"]`, "2"), chromedp.SendKeys(`[name="place.newsletter:email"]`, "1"),
			chromedp.SendKeys("#id", name), chromedp.SendKeys("#titles-en", "Win a hut"), chromedp.SetValue("#notice", "signup"), chromedp.SetValue("#brand", "alpenglow"))
		press(t, tab, `#build button[type="submit"]`)
		heading(t, tab, "Form "+name)

		webtest.Open(t, tab, w.server.URL+"/f/"+name)
		heading(t, tab, "Win a hut")
		if boxes := webtest.Read[string](t, tab, `[...document.querySelectorAll(".choices [name=choice]")].map(b => b.value).join(" ")`); !strings.HasPrefix(boxes, "newsletter:email club:email") {
			t.Errorf("the form offers %s", boxes)
		}
		webtest.Do(t, tab, chromedp.SendKeys("#email", name+"@example.org"), chromedp.Click(`[value="newsletter:email"]`))
		press(t, tab, ".press button")
		heading(t, tab, "Thank you. One last step")
		if w.State(name+"@example.org") == nil {
			t.Errorf("nobody signed up on the form %s", name)
		}
	}
}
