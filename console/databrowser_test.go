package console_test

import (
	"testing"

	"assent/auth"
	"assent/intake/intaketest"
	"assent/web/webtest"
)

// TestAxeFindsNothingWhereDataComeAndGo has an import at each stage, a request, somebody who is due, and the law.
func TestAxeFindsNothingWhereDataComeAndGo(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.subscribed()
	o := w.hire(auth.Admin)
	v := w.visitor()
	v.post(w.link(o), nil)
	v.post("/console/requests", form("right", "access", "way", "letter", "who", ana))
	at := v.upload("/console/imports", nil, "file", []byte("email,status,occurred_at\nbea@example.org,granted,2026-03-01\nbroken,granted,\n")).header.Get("Location")
	tab := webtest.Browser(t)
	webtest.Open(t, tab, w.server.URL+w.link(o))
	press(t, tab, "main button")
	axe := func(paths ...string) {
		t.Helper()
		for _, path := range paths {
			webtest.Axe(t, tab, webtest.Looks(), w.server.URL+path)
		}
	}
	axe(at)
	v.post(at+"/try", form("purpose", "newsletter", "channel", "email"))
	w.work()
	axe(at)
	v.post(at+"/run", nil)
	w.work()
	axe(at, "/console/imports", "/console/exports", "/console/requests", "/console/retention?by=2036-01-01", "/console/law", "/console/law/FR?from=2026-08-10&to=2026-08-11", "/console/law/ahead", "/console/trail")
}
