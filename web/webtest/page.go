package webtest

import (
	"context"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
)

// Spills names the elements of the open page that reach beyond the window: where there are any, people
// must scroll sideways to read (WCAG 2.2, 1.4.10: 320 CSS pixels, which is also a screen of 1280 at a zoom of 400 %).
func Spills(t testing.TB, tab context.Context) []string {
	t.Helper()
	return Read[[]string](t, tab, `document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 160))`)
}

// Elsewhere lists what the open page has loaded from other origins than its own.
func Elsewhere(t testing.TB, tab context.Context) []string {
	t.Helper()
	return Read[[]string](t, tab, `performance.getEntriesByType("resource").map(e => e.name).filter(n => !n.startsWith(location.origin + "/"))`)
}

// ByKey presses Tab until the focus leaves the page and returns, in their order, the places within the document of
// the elements that had it; -1 is one that cannot be seen while it has it. stops is how many elements
// there are for the focus to visit.
func ByKey(t testing.TB, tab context.Context) (visited []int, stops int) {
	t.Helper()
	stops = Read[int](t, tab, countStops)
	Read[any](t, tab, `window.scrollTo(0, 0); document.activeElement && document.activeElement.blur(); null`)
	for range 10 + 5*stops { // a field for a day has several parts
		Do(t, tab, chromedp.KeyEvent("\t"))
		at := Read[int](t, tab, focused)
		if at == left {
			break
		}
		visited = append(visited, at)
	}
	return slices.Compact(visited), stops
}

const left = -2 // the focus is on nothing of the page

// countStops counts what the focus visits: of the radio buttons of a group, one.
const countStops = `(() => {
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary, iframe")]
    .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility())
  const groups = new Set()
  return all.filter(e => e.type !== "radio" || !groups.has(e.name) && groups.add(e.name)).length
})()`

// focused is the place of the element that has the focus: -2 none, -1 one that cannot be seen.
const focused = `(() => {
  const e = document.activeElement
  if (!e || e === document.body || e === document.documentElement) return -2
  const r = e.getBoundingClientRect(), s = getComputedStyle(e)
  const seen = r.width > 3 && r.height > 3 && r.bottom > 0 && r.top < innerHeight && s.opacity !== "0" && s.visibility === "visible"
  return seen ? [...document.querySelectorAll("*")].indexOf(e) : -1
})()`
