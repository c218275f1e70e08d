package console_test

import (
	"net/http"
	"testing"

	"assent/auth"
	"assent/intake/intaketest"
	"assent/web/webtest"
)

func TestTheDocsShowTheirPicturesInTheConsole(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Viewer)
	v.get("/console/docs/tour-of-the-console").is(http.StatusOK).says(`src="/console/docs/pictures/tour-1-overview-desk.png"`, "See the chart move")
	v.get("/console/docs/pictures/tour-1-overview-desk.png").is(http.StatusOK)
	v.get("/console/docs/pictures/none.png").is(http.StatusNotFound)
	v.get("/console/docs/performance").is(http.StatusOK).hides("<img")
}

func TestTheDocsHaveNoStyleThatThePolicyOfThePageForbids(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Viewer)
	v.get("/console/docs/performance").is(http.StatusOK).says(`<td align="right">`).hides("style=")
}

func TestAxeFindsNothingOnTheTour(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	tab := webtest.Browser(t)
	webtest.Open(t, tab, w.server.URL+w.link(w.hire(auth.Viewer)))
	press(t, tab, "main button")
	webtest.Axe(t, tab, webtest.Looks(), w.server.URL+"/console/docs/tour-of-the-console")
	if wide := webtest.Spills(t, tab); len(wide) > 0 {
		t.Errorf("the tour is wider than the window: %v", wide)
	}
}
