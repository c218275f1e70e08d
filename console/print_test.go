package console_test

import (
	"testing"

	"assent/auth"
	"assent/intake/intaketest"
	"assent/stats"
	"assent/web/webtest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func TestNoColumnIsCutOffOnPaper(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.subscribed()
	must(t, stats.Follow(w.Archive, w.Org, w.Clock.Now).Count(t.Context()))
	tab := webtest.Browser(t)
	webtest.Open(t, tab, w.server.URL+w.link(w.hire(auth.Admin)))
	press(t, tab, "main button")
	webtest.Look{Width: 718}.Set(t, tab) // A4 without its margins
	_, err := chromedp.Call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	must(t, err)
	for _, path := range []string{"/console/stats", "/console/team", "/console/law"} {
		webtest.Open(t, tab, w.server.URL+path)
		cut := webtest.Read[[]string](t, tab, `[...document.querySelectorAll(".scroll table")].filter(t => t.getBoundingClientRect().right > innerWidth).map(t => t.textContent.slice(0, 80))`)
		if len(cut) > 0 {
			t.Errorf("%s is cut off on paper: %q", path, cut)
		}
	}
}
