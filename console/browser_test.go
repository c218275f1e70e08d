package console_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/auth"
	"assent/catalogue"
	"assent/console"
	"assent/intake/intaketest"
	"assent/web/webtest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// press clicks and waits for the screen to which that leads.
func press(t *testing.T, tab context.Context, selector string) {
	t.Helper()
	if _, err := chromedp.RunResponse(tab, chromedp.Click(selector)); err != nil {
		t.Fatalf("press %s: %v", selector, err)
	}
}

func heading(t *testing.T, tab context.Context, want string) {
	t.Helper()
	if got := webtest.Read[string](t, tab, `document.querySelector("h1").textContent`); got != want {
		t.Fatalf("the screen is %q, want %q: %s", got, want, webtest.Read[string](t, tab, `document.querySelector("main").innerText`))
	}
}

func TestARealBrowserWithoutScriptsSignsInFindsAPersonAndNotesWhatSheSaid(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.subscribed()
	tab := webtest.Browser(t)
	if _, err := chromedp.Call(tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	for width, role := range map[int64]auth.Role{390: auth.Agent, 1280: auth.DPO} {
		o := w.hire(role)
		webtest.Do(t, tab, chromedp.EmulateViewport(width, 900))
		webtest.Open(t, tab, w.server.URL+"/console/people")
		heading(t, tab, "Sign in")
		webtest.Do(t, tab, chromedp.SendKeys("#email", o.Email), chromedp.SendKeys("#password", password))
		press(t, tab, "main button")
		heading(t, tab, "People")
		webtest.Do(t, tab, chromedp.SendKeys("#q", ana))
		press(t, tab, "main button")
		heading(t, tab, "One person")
		webtest.Do(t, tab, chromedp.Click("details.card summary"), chromedp.Click(`input[value="object"]`),
			chromedp.SetValue("#said-method", "call_noted"))
		press(t, tab, `details.card button`)
		if got := webtest.Read[string](t, tab, `document.querySelector("[role=status]").textContent`); got != "It is noted." {
			t.Errorf("the screen says %q", got)
		}
		press(t, tab, ".me button")
		heading(t, tab, "Sign in")
		w.Clock.Pass(time.Minute)
	}
}

func TestAPasskeyIsTheSecondFactor(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	o := w.hire(auth.Admin)
	tab := webtest.Browser(t)
	if _, err := chromedp.Call(tab, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	options := &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}
	if _, err := chromedp.Call(tab, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: options}); err != nil {
		t.Fatal(err)
	}
	signIn := func() {
		webtest.Open(t, tab, w.server.URL+"/console/signin?to=/console/account")
		webtest.Do(t, tab, chromedp.SendKeys("#email", o.Email), chromedp.SendKeys("#password", password))
		press(t, tab, "main button")
	}
	signIn()
	heading(t, tab, "Your account")
	webtest.Do(t, tab, chromedp.SendKeys("#label", "my laptop"))
	press(t, tab, `form[data-passkey] button`)
	if got := webtest.Read[string](t, tab, `document.querySelector("main").innerText`); !strings.Contains(got, "The passkey is registered.") {
		t.Fatalf("the screen says %s", got)
	}
	press(t, tab, ".me button")
	signIn()
	heading(t, tab, "One more step")
	webtest.Open(t, tab, w.server.URL+"/console/people")
	heading(t, tab, "Sign in") // half a sign-in opens nothing
	signIn()
	press(t, tab, `form[data-passkey] button`)
	heading(t, tab, "Your account")

	w.Clock.Pass(auth.FreshFor)
	webtest.Open(t, tab, w.server.URL+"/console/again?to=/console/team")
	if webtest.Read[bool](t, tab, `document.querySelector("#answer") !== null`) {
		t.Error("the password is offered in place of the passkey")
	}
	press(t, tab, `form[data-passkey] button`)
	heading(t, tab, "Team")
	if all, err := w.staff.Passkeys(t.Context(), w.Org, o.ID); err != nil || len(all) != 1 || all[0].Used.IsZero() {
		t.Errorf("the passkeys are %+v, %v", all, err)
	}
}

// TestAxeFindsNothingOnAnyScreen opens every screen of the table, with something to show on it.
func TestAxeFindsNothingOnAnyScreen(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.Publish(script())
	r := w.subscribed()
	w.Record(intaketest.Link(intaketest.Email(ana), assent.Contactable{Phone: "+33639980123"}))
	o := w.hire(auth.Admin)
	w.draft(o, "newsletter", func(p *catalogue.Purpose) {
		p.Channels = append(p.Channels, assent.LiveCall)
		delete(p.Sentences, "fr")
	})
	entry, err := w.staff.SignIn(t.Context(), w.Org, o.Email, password, auth.Visitor{Device: "Firefox on Linux"})
	must(t, err)
	tab := webtest.Browser(t)
	looks := []webtest.Look{{Width: 390, Dark: true}, {Width: 1280}}
	webtest.Axe(t, tab, looks, w.server.URL+"/console/signin", w.server.URL+w.link(o))
	if _, err := chromedp.Call(tab, network.SetCookie, network.SetCookieParams{Name: "console", Value: entry.Secret, URL: w.server.URL}); err != nil {
		t.Fatal(err)
	}
	for _, route := range w.routes {
		if url, ok := w.screen(route, r.Person, o.ID); ok {
			webtest.Axe(t, tab, looks, url)
			webtest.Do(t, tab, chromedp.EmulateViewport(320, 800))
			if spilt := webtest.Spills(t, tab); len(spilt) > 0 {
				t.Errorf("%s is wider than 320 px: %s", url, spilt[0])
			}
		}
	}
}

// screen is the address of a route that shows a screen.
func (w *world) screen(r console.Route, person, operator assent.ID) (string, bool) {
	method, path, _ := strings.Cut(r.Path, " ")
	files := slices.ContainsFunc([]string{".csv", ".json", "{event}", "/signin", "{ticket}", "{$}", "/preview"}, func(s string) bool { return strings.Contains(path, s) })
	if method != "GET" || files {
		return "", false
	}
	path = strings.Replace(path, "/new/{made}", "/new/unsubscribe", 1)
	path = strings.NewReplacer("{made}", "form", "{kind}", "purpose", "{item}", "newsletter", "{campaign}", w.campaign(), "{person}", person.String(), "{operator}", operator.String(), "{page}", "operator").Replace(path)
	return w.server.URL + strings.TrimSuffix("/console"+path, "/"), true
}
