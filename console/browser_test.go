package console_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"assent/auth"
	"assent/intake/intaketest"
	"assent/web/webtest"

	"github.com/chromedp/cdproto/emulation"
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
