package web_test

import (
	"testing"
	"time"

	"assent"
	"assent/intake/intaketest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func TestARealBrowserWithoutScriptsKeepsItsOwnPage(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	ctx := browser(t)
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	do := func(what string, steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := chromedp.Do(ctx, steps...); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		w.Clock.Pass(2 * time.Second) // she reads
	}
	// press clicks what leads to another page, waits until that one is loaded whole, and for what it shows.
	press := func(what, button, shows string) {
		t.Helper()
		if _, err := chromedp.RunResponse(ctx, chromedp.Click(button)); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		do(what, chromedp.WaitVisible(shows))
	}
	open := func(path string) chromedp.Action[chromedp.Void] { return chromedp.Navigate(w.server.URL + path) }
	// fits expects that nothing is wider than the window: nobody scrolls sideways (WCAG 2.2, 1.4.10).
	fits := func(path string, width int64) {
		t.Helper()
		size, err := chromedp.Run(ctx, chromedp.Evaluate[float64]("document.documentElement.scrollWidth"))
		if err != nil {
			t.Fatal(err)
		}
		if size > float64(width) {
			t.Errorf("%s is %.0f wide in a window of %d", path, size, width)
		}
	}

	for _, width := range []int64{390, 1280} {
		email := map[int64]string{390: "ana@example.org", 1280: "bea@example.org"}[width]
		w.member(email)
		do("size", chromedp.EmulateViewport(width, 900))

		do("open the link", open(w.ownLink(email)))
		press("ask for a code", `button[name="press"]`, "#code")
		do("type the code", chromedp.SendKeys("#code", w.mailedCode(email)))
		press("send the code", `.press button[type="submit"]`, ".purpose")
		do("untick and tick", chromedp.Click(`input[value="alerts:email"]`), chromedp.Click(`input[value="newsletter:email:skis"]`),
			chromedp.Click(`input[value="newsletter:email"]`))
		press("save", `.save button`, ".note.good")
		for purpose, want := range map[string]assent.Status{"alerts": assent.Withdrawn, "newsletter": assent.Granted} {
			if got := w.status(email, purpose); got != want {
				t.Errorf("%s is %s, want %s", purpose, got, want)
			}
		}
		for _, path := range []string{"/p/choices", "/p/history", "/p/receipt/0", "/p/data", "/p/erase"} {
			do("look at "+path, open(path))
			fits(path, width)
		}
		press("ask to be erased", `button[value="yes"]`, `button[value="no"]`)
		press("call it off", `button[value="no"]`, `button[value="yes"]`)
		do("look at the choices again", open("/p/choices"))
		press("stop everything", `form[action^="/p/stop"] button`, ".note.good")
		if got := w.status(email, "newsletter"); got != assent.Withdrawn {
			t.Errorf("the newsletter is %s after everything was stopped", got)
		}
		press("close", ".slim", ".done")
	}
}
