package auth_test

import (
	"net/http"
	"testing"
	"time"

	"assent/auth"
	"assent/auth/authtest"
	"assent/store"
	"assent/store/storetest"
)

// travel goes to the provider and comes back with its answer.
func (o *office) travel(p *auth.Provider) (cookie, state, code string) {
	o.t.Helper()
	address, cookie, err := o.SetOut(o.t.Context(), p, "/console/people")
	if err != nil {
		o.t.Fatal(err)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Get(address)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	at, err := res.Location()
	if err != nil {
		o.t.Fatal(err)
	}
	return cookie, at.Query().Get("state"), at.Query().Get("code")
}

func (o *office) arrive(p *auth.Provider) (auth.Entry, error) {
	o.t.Helper()
	cookie, state, code := o.travel(p)
	e, _, err := o.Arrive(o.t.Context(), org, p, cookie, state, code, auth.Visitor{})
	return e, err
}

func TestAnOperatorSignsInElsewhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		o, there := newOffice(t, archive), authtest.NewProvider(t)
		p := there.At("http://localhost")
		if _, err := o.arrive(p); code(err) != "NOT_AN_OPERATOR" {
			t.Errorf("who was not hired: %v", err)
		}
		who := o.hire("ana", auth.DPO)
		e := ok(o.arrive(p))(t)
		if e.Operator.ID != who.ID || e.Half || !e.Fresh(o.now) {
			t.Errorf("arrived %+v", e.Session)
		}
		there.Claims["email"] = "renamed@alpenglow.example" // she keeps her account under another address
		if e := ok(o.arrive(p))(t); e.Operator.ID != who.ID {
			t.Error("she is somebody else under her new address")
		}
		there.Claims = map[string]any{"sub": "successor", "email": "ana@alpenglow.example", "email_verified": true}
		if _, err := o.arrive(p); code(err) != "NOT_AN_OPERATOR" {
			t.Errorf("her old address opens her account to a successor: %v", err)
		}
		there.Claims = map[string]any{"sub": "248289761001"}
		if err := o.change(who); err != nil {
			t.Fatal(err)
		}
		if _, err := o.arrive(p); code(err) != "NOT_AN_OPERATOR" {
			t.Errorf("who is disabled: %v", err)
		}
	})
}

// change disables an operator beside another who administers.
func (o *office) change(who auth.Operator) error {
	o.hire("boss", auth.Admin)
	return o.SetEnabled(o.t.Context(), org, who.ID, false)
}

func TestWhatComesBackFromElsewhereIsChecked(t *testing.T) {
	o, there := newOffice(t, storetest.SQLite(t)), authtest.NewProvider(t)
	o.hire("ana", auth.DPO)
	p := there.At("http://localhost")
	for name, spoil := range map[string]func(map[string]any){
		"for another audience":      func(c map[string]any) { c["aud"] = "other" },
		"from another issuer":       func(c map[string]any) { c["iss"] = "https://evil.example" },
		"out of date":               func(c map[string]any) { c["exp"] = time.Now().Add(-time.Hour).Unix() },
		"with another nonce":        func(c map[string]any) { c["nonce"] = "replayed" },
		"of an unverified address":  func(c map[string]any) { c["email_verified"] = false },
		"without a word of address": func(c map[string]any) { delete(c, "email_verified") },
	} {
		there.Spoil = spoil
		if e, err := o.arrive(p); err == nil {
			t.Errorf("a token %s signs in %s", name, e.Operator.Name)
		}
	}
	there.Spoil = nil
	cookie, state, back := o.travel(p)
	other, _, _ := o.travel(p)
	for name, try := range map[string][3]string{
		"another state":            {cookie, "x" + state, back},
		"another browser's cookie": {other, state, back},
		"no cookie":                {"", state, back},
		"no code":                  {cookie, state, ""},
	} {
		if _, _, err := o.Arrive(t.Context(), org, p, try[0], try[1], try[2], auth.Visitor{}); code(err) != "NOT_SIGNED_IN_THERE" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, to, err := o.Arrive(t.Context(), org, p, cookie, state, back, auth.Visitor{}); err != nil || to != "/console/people" {
		t.Errorf("the right answer leads to %q, %v", to, err)
	}
	if _, _, err := o.Arrive(t.Context(), org, p, cookie, state, back, auth.Visitor{}); code(err) != "NOT_SIGNED_IN_THERE" {
		t.Errorf("a code opens twice: %v", err)
	}
	o.now = o.now.Add(11 * time.Minute)
	if _, _, err := o.Arrive(t.Context(), org, p, cookie, state, back, auth.Visitor{}); code(err) != "NOT_SIGNED_IN_THERE" {
		t.Errorf("a journey of eleven minutes: %v", err)
	}
}
