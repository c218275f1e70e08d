package webtest

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

//go:embed axe/axe.min.js
var axe string

// Look is how a page is looked at.
type Look struct {
	Width int64 // of the window, in CSS pixels
	Dark  bool
}

func (l Look) String() string {
	if l.Dark {
		return fmt.Sprintf("%d px, dark", l.Width)
	}
	return fmt.Sprintf("%d px, light", l.Width)
}

// Looks are a phone and a screen, light and dark.
func Looks() []Look { return []Look{{390, false}, {390, true}, {1280, false}, {1280, true}} }

// Set gives the tab this look, also for the page that is open.
func (l Look) Set(t testing.TB, tab context.Context) {
	t.Helper()
	scheme := "light"
	if l.Dark {
		scheme = "dark"
	}
	Do(t, tab, chromedp.EmulateViewport(l.Width, 900))
	_, err := chromedp.Call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Axe opens each address in the tab and expects that axe-core finds no violation on it, in any of the looks.
func Axe(t testing.TB, tab context.Context, looks []Look, urls ...string) {
	t.Helper()
	for _, url := range urls {
		Open(t, tab, url)
		Read[any](t, tab, axe+";null")
		for _, look := range looks {
			look.Set(t, tab)
			for _, v := range examine(t, tab) {
				t.Errorf("%s (%s): %s", url, look, v)
			}
		}
	}
}

// Violations opens an address and returns what axe-core finds on it as it looks now: "rule: what is wrong".
func Violations(t testing.TB, tab context.Context, url string) []string {
	t.Helper()
	Open(t, tab, url)
	Read[any](t, tab, axe+";null")
	return examine(t, tab)
}

// run yields a line for each rule that is broken: what it is, how many elements break it, the first of them and why.
const run = `axe.run({
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"],
}).then(r => r.violations.map(v => v.id + ": " + v.help + " (" + v.nodes.length + "×) " + v.nodes[0].html + " — " + v.nodes[0].failureSummary.replace(/\s+/g, " ")))`

func examine(t testing.TB, tab context.Context) []string {
	t.Helper()
	found, err := chromedp.Run(tab, chromedp.Evaluate[[]string](run, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(strings.ReplaceAll(err.Error(), "\n", " "))
	}
	return found
}
