package main

import (
	"os"
	"path/filepath"
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

func TestAnOrganisationMayHaveItsOwnMailServerTextsAndSignIn(t *testing.T) {
	shared := defaultConfig()
	shared.PublicURL = "https://consent.example.org"
	shared.SMTP.Host, shared.SMTP.From, shared.SMTP.Password = "smtp.example.org", "hello@example.org", "shared secret"
	shared.Texts = Texts{Account: "AC1", Token: "t", From: "+33700000000"}
	shared.OIDC = OIDC{Issuer: "https://login.example.org", ClientID: "assent"}
	for name, c := range map[string]struct {
		file, code string
		mail       bool
		check      func(Config) bool
	}{
		"no file": {"", "", false, func(c Config) bool {
			return c.SMTP == shared.SMTP && c.OIDC == shared.OIDC && c.Texts == Texts{} // a STOP would not be heard here
		}},
		"another sender": {"[smtp]\nhost = 'smtp.other.example'\nfrom = 'hello@other.example'\n", "", true, func(c Config) bool {
			return c.SMTP.Host == "smtp.other.example" && c.SMTP.From == "hello@other.example" && c.SMTP.Port == 587 && c.OIDC == shared.OIDC
		}},
		"no sign-in elsewhere":       {"[oidc]\nissuer = ''\n", "", false, func(c Config) bool { return c.provider() == nil && c.SMTP == shared.SMTP }},
		"what is the installation's": {"listen = ':1'\n", "UNKNOWN_SETTING", false, nil},
		"no TOML":                    {"[smtp\n", "BAD_CONFIG", false, nil},
		"half of a sign-in":          {"[oidc]\nclient_id = ''\n", "HALF_OIDC", false, nil},
	} {
		folder, got := t.TempDir(), shared
		if c.file != "" {
			must(t, os.WriteFile(filepath.Join(folder, "assent.toml"), []byte(c.file), 0o600))
		}
		mail, err := got.adopt(folder)
		if p, _ := assent.AsProblem(err); c.code == "" && err != nil || c.code != "" && (p == nil || p.Code != c.code) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && (mail != c.mail || !c.check(got)) {
			t.Errorf("%s: own mail %v, %+v", name, mail, got)
		}
	}
}

func TestOrganisationsAreShownInTheConsoleOfTheFirstAndOnlyIfItIsWished(t *testing.T) {
	first, second := assent.ID{15: 1}, assent.ID{15: 2}
	orgs := []store.Org{{ID: first}, {ID: second, PublicURL: "https://two.example"}}
	for _, c := range []struct {
		org    assent.ID
		wished bool
		want   bool
	}{{first, true, true}, {first, false, false}, {second, true, false}} {
		h := &house{org: c.org, orgs: orgs, cfg: Config{ShowOrgs: c.wished}}
		if got := h.organisations() != nil; got != c.want {
			t.Errorf("%v wished %v: %v", c.org, c.wished, got)
		}
	}
}
