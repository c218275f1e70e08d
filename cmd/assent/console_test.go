package main

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestTheDemosLinkOpensItsConsole goes where the demo's one line of JSON leads, finds a person who has just signed
// up, reads the trail of it, and comes back with the password.
func TestTheDemosLinkOpensItsConsole(t *testing.T) {
	j := newJourney(t, "")
	j.signUp(j.ana)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	operator := &http.Client{Jar: jar, Timeout: 10 * time.Second}
	want := func(page string, texts ...string) {
		t.Helper()
		for _, text := range texts {
			if !strings.Contains(page, text) {
				t.Errorf("the screen does not say %q:\n%s", text, page)
			}
		}
	}
	want(j.get(operator, j.place.Console), "This link signs in once.")
	want(j.post(operator, j.place.Console, nil).body, "Overview", "First steps")
	want(j.post(operator, j.place.URL+"/console/people", url.Values{"q": {ana}}).body, "One person", ana, "Signed up, to be confirmed", "May not")
	want(j.get(operator, j.place.URL+"/console/docs/operator#the-console"), "The console", "Roles")
	want(j.get(operator, j.place.URL+"/console/trail.csv"), "signed_in", "people.find")

	want(j.post(operator, j.place.URL+"/console/signout", nil).body, "You are signed out.")
	account := url.Values{"email": {j.place.ConsoleEmail}, "password": {j.place.ConsolePassword}}
	want(j.post(operator, j.place.URL+"/console/signin", account).body, "Overview")
}
