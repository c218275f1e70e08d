package main

import (
	"testing"

	"assent"
	"assent/store"
	"assent/store/storetest"
)

func TestADatabaseThatDoesNotKeepOrganisationsApartIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ url, code string }{
		"a superuser":          {storetest.OwnPostgresURL(t), "NOT_FENCED"},
		"a role that is bound": {storetest.EmptyPostgresURL(t), ""},
	} {
		t.Run(name, func(t *testing.T) {
			must(t, store.Migrate(t.Context(), c.url))
			h := &house{cfg: Config{Database: c.url}, archive: storetest.Open(t, c.url)}
			err := h.fenced(t.Context())
			if p, told := assent.AsProblem(err); told && p.Code != c.code || !told && (err != nil || c.code != "") {
				t.Errorf("%v, want %q", err, c.code)
			}
		})
	}
}

func TestAHostIsComparedAsBrowsersNameIt(t *testing.T) {
	for address, want := range map[string]string{
		"https://Consent.Example.org":     "consent.example.org",
		"https://consent.example.org:443": "consent.example.org",
		"https://consent.example.org:80":  "consent.example.org:80",
		"http://localhost:8080":           "localhost:8080",
		"http://localhost:80":             "localhost",
		"://":                             "",
	} {
		if got := hostOf(address); got != want {
			t.Errorf("%s is the host %q, want %q", address, got, want)
		}
	}
}
