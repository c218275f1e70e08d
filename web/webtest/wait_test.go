package webtest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"assent/web/webtest"
)

func TestTimePassesForThePageWithoutAnybodyWaiting(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<h1>early</h1><script>setTimeout(() => document.querySelector("h1").textContent = "late", 59e3)</script>`)
	}))
	defer s.Close()
	tab := webtest.Browser(t)
	webtest.Open(t, tab, s.URL)
	if got := webtest.Read[string](t, tab, `document.querySelector("h1").textContent`); got != "early" {
		t.Fatalf("the page says %q before its time", got)
	}
	webtest.Wait(t, tab, time.Minute)
	if got := webtest.Read[string](t, tab, `document.querySelector("h1").textContent`); got != "late" {
		t.Errorf("after a minute the page says %q", got)
	}
	webtest.Open(t, tab, s.URL) // the tab goes on
}

func TestAxeFindsWhatKeepsPeopleOut(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<html><title>x</title><h1>x</h1><input>`)
	}))
	defer s.Close()
	found := webtest.Violations(t, webtest.Browser(t), s.URL)
	for _, want := range []string{"html-has-lang", "label"} {
		if !has(found, want) {
			t.Errorf("%s is not found among %q", want, found)
		}
	}
}

func has(found []string, rule string) bool {
	for _, v := range found {
		if len(v) > len(rule) && v[:len(rule)+1] == rule+":" {
			return true
		}
	}
	return false
}
