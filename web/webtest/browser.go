package webtest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Browser opens a real Chromium with a profile of its own; it is closed with the test, or after five minutes. hosts
// are names beside the addresses where they are reached: "shop.example", "127.0.0.1:4711", ….
func Browser(t testing.TB, hosts ...string) context.Context {
	t.Helper()
	profile, err := os.MkdirTemp("", "assent-browser-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) }) // a child of the browser may still be writing
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	)
	var rules []string
	for i := 0; i+1 < len(hosts); i += 2 {
		rules = append(rules, "MAP "+hosts[i]+" "+hosts[i+1])
	}
	if len(rules) > 0 {
		options = append(options, chromedp.Flag("host-resolver-rules", strings.Join(rules, ",")))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	return Tab(t, ctx)
}

func chromium(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("this test needs Chromium: install the package chromium (make test does)")
	return ""
}

// Tab opens another tab of a browser.
func Tab(t testing.TB, browser context.Context) context.Context {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(browser)
	t.Cleanup(closeTab)
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[int]("1")); err != nil { // it lives as long as what is done first in it
		t.Fatalf("start the browser: %v", err)
	}
	return ctx
}

// Do runs steps that must succeed.
func Do(t testing.TB, tab context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(tab, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// Read evaluates a script in the page and returns what it yields.
func Read[T any](t testing.TB, tab context.Context, script string) T {
	t.Helper()
	out, err := chromedp.Run(tab, chromedp.Evaluate[T](script))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Open opens an address and waits until the page is loaded.
func Open(t testing.TB, tab context.Context, url string) {
	t.Helper()
	Do(t, tab, chromedp.Navigate(url))
}

// Leads runs a script in the page and waits until the page to which that leads is loaded; if it leads nowhere, for a second.
func Leads(tab context.Context, script string) error {
	ctx, cancel := context.WithTimeout(tab, time.Second)
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Evaluate[any](script)))
	if errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

// Wait lets time pass for the scripts and timers of the open page, without anybody waiting; the server's clock does not move.
func Wait(t testing.TB, tab context.Context, d time.Duration) {
	t.Helper()
	budget := float64(d.Milliseconds())
	if _, err := chromedp.Run(tab, chromedp.WaitEvent(emulation.VirtualTimeBudgetExpired, nil, advance(tab, &budget))); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(tab, advance(tab, nil)); err != nil { // else time stands still from here on
		t.Fatal(err)
	}
}

func advance(tab context.Context, budget *float64) chromedp.Action[chromedp.Void] {
	return func(context.Context, *chromedp.Target) (v chromedp.Void, err error) {
		_, err = chromedp.Call(tab, emulation.SetVirtualTimePolicy, emulation.SetVirtualTimePolicyParams{
			Policy: emulation.VirtualTimePolicyAdvance, Budget: budget,
		})
		return v, err
	}
}
