package web_test

import (
	"context"
	"testing"
	"time"

	"assent/web/webtest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// window is a real browser before the reception, in the hands of a person who reads what she sees.
type window struct {
	*world
	t   *testing.T
	tab context.Context
}

// window opens a browser that has met nobody before.
func (w *world) window(t *testing.T) *window {
	t.Helper()
	return &window{world: w, t: t, tab: webtest.Browser(t)}
}

// patience is how long she waits for what does not come.
const patience = 30 * time.Second

// withoutScripts turns JavaScript off.
func (b *window) withoutScripts() *window {
	b.t.Helper()
	if _, err := chromedp.Call(b.tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		b.t.Fatalf("start the browser: %v", err)
	}
	return b
}

// do takes steps, and then time to read.
func (b *window) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.tab, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
	b.Clock.Pass(2 * time.Second)
}

func (b *window) open(path string) {
	b.t.Helper()
	b.do("open the page", chromedp.Navigate(b.server.URL+path))
}

// press clicks what leads to another page, and waits until that one is loaded whole and shows something.
func (b *window) press(what, button, shows string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.tab, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(button)); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
	b.do(what, chromedp.WaitVisible(shows))
}

// reads expects the main heading.
func (b *window) reads(want string) {
	b.t.Helper()
	got, err := chromedp.Run(b.tab, chromedp.TextContent("h1"))
	if err != nil {
		b.t.Fatal(err)
	}
	if got != want {
		b.t.Fatalf("the page is %q, want %q", got, want)
	}
}

// fits expects that nothing is wider than the window (WCAG 2.2, 1.4.10).
func (b *window) fits(width int64) {
	b.t.Helper()
	size, err := chromedp.Run(b.tab, chromedp.Evaluate[float64]("document.documentElement.scrollWidth"))
	if err != nil {
		b.t.Fatal(err)
	}
	if size > float64(width) {
		b.t.Errorf("a page is %.0f wide in a window of %d", size, width)
	}
}
