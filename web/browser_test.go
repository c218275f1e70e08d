package web_test

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"assent"
	"assent/intake/intaketest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// browser opens a real Chromium with a profile of its own.
func browser(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Fatal("this test needs Chromium: install the package chromium (make test does)")
	}
	profile, err := os.MkdirTemp("", "assent-browser-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) }) // a child of the browser may still be writing
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(closeTab)
	return ctx
}

func TestARealBrowserWithoutScriptsGoesAllTheWay(t *testing.T) {
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
	reads := func(want string) {
		t.Helper()
		got, err := chromedp.Run(ctx, chromedp.TextContent("h1"))
		if err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Fatalf("the page is %q, want %q", got, want)
		}
	}
	open := func(path string) chromedp.Action[chromedp.Void] { return chromedp.Navigate(w.server.URL + path) }

	for _, width := range []int64{390, 1280} {
		do("size", chromedp.EmulateViewport(width, 900))
		email := map[int64]string{390: "ana@example.org", 1280: "bea@example.org"}[width]

		do("open the form", open("/f/alerts"))
		do("tick and send", chromedp.SendKeys("#email", email),
			chromedp.Click(`input[value="alerts:email"]`), chromedp.Click(`.press button`),
			chromedp.WaitVisible(".done"))
		reads("Thank you. One last step")

		do("open the mail's link", open(w.confirmLink(email)))
		reads("Please confirm your choices")
		do("confirm", chromedp.Click(`button[name="press"]`), chromedp.WaitVisible(".done"))
		reads("Thank you. You are in")
		w.confirmed(email, assent.ConfirmSameBrowser, assent.GradeA)

		do("open the link to leave", open(w.leaveLink(email)))
		do("leave", chromedp.Click(`button[value="this"]`), chromedp.WaitVisible(".done"))
		reads("You have unsubscribed")
		w.stands(email, assent.Withdrawn)
	}
}

// TestARobotInARealBrowserIsAskedForTheCode: it has scripts, takes its time, and presses what it finds.
func TestARobotInARealBrowserIsAskedForTheCode(t *testing.T) {
	ctx := browser(t)
	for name, script := range map[string]string{
		"pressing the first button":        `document.querySelector("form button").click()`,
		"pressing all buttons":             `document.querySelectorAll("form button").forEach(b => b.click())`,
		"pressing all buttons, last first": `[...document.querySelectorAll("form button")].reverse().forEach(b => b.click())`,
		"sending every form":               `document.querySelectorAll("form").forEach(f => f.submit())`,
		"sending every form as a person":   `document.querySelectorAll("form").forEach(f => f.requestSubmit())`,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, intaketest.New(t))
			w.visitor().signUp("ana@example.org")
			if err := chromedp.Do(ctx, chromedp.Navigate(w.server.URL+w.confirmLink("ana@example.org"))); err != nil {
				t.Fatal(err)
			}
			w.Clock.Pass(time.Minute)
			if _, err := chromedp.Run(ctx, chromedp.Evaluate[any]("void("+script+")")); err != nil {
				t.Fatal(err)
			}
			if err := chromedp.Do(ctx, chromedp.WaitVisible("#code")); err != nil {
				t.Fatalf("the page does not ask for the code: %v", err)
			}
			w.stands("ana@example.org", assent.Pending)
		})
	}
}
