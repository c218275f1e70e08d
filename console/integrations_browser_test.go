package console_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"assent/auth"
	"assent/console"
	"assent/feedback"
	"assent/intake/intaketest"
	"assent/web/webtest"
	"assent/webhook"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestAxeFindsNothingWhereProgramsAreConnected has something of each kind: a key, a webhook that fails, an address for reports.
func TestAxeFindsNothingWhereProgramsAreConnected(t *testing.T) {
	h := intaketest.New(t)
	shop := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusBadGateway) }))
	defer shop.Close()
	var c *console.Config
	w := newWorld(t, h, func(made *console.Config) {
		made.Post.Texts, made.Post.Replies = "+33755531234", true
		c = made
	})
	for _, scopes := range [][]auth.Scope{auth.Scopes(), {auth.Decide}} {
		_, _, err := c.Keys.Create(t.Context(), w.Org, "shop checkout", scopes)
		must(t, err)
	}
	_, _, err := c.Webhooks.Create(t.Context(), w.Org, webhook.Plan{Label: "newsletter tool", URL: "https://hooks.newsletter.example/consent"})
	must(t, err)
	hook, _, err := c.Webhooks.Create(t.Context(), w.Org, webhook.Plan{Label: "shop", URL: shop.URL, Types: []string{"consent.*", "objection.raised"}, Personal: true})
	must(t, err)
	w.Record(intaketest.SignUp(ana, "newsletter"))
	w.Record(intaketest.SignUp("ben@example.org", "newsletter"))
	for _, j := range c.Webhooks.Jobs(w.Org) {
		_, err := j.Round(t.Context())
		must(t, err)
	}
	for _, p := range []feedback.Plan{{Product: "mailchimp", Label: "Our list", Purpose: "newsletter"}, {Product: "klaviyo", Label: "Shop", Signing: "key"}} {
		_, _, err := c.Reports.Open(t.Context(), w.Org, p)
		must(t, err)
	}
	tab := webtest.Browser(t)
	looks := []webtest.Look{{Width: 390, Dark: true}, {Width: 1280}}
	enter(t, w, tab)
	for _, path := range []string{"", "/keys", "/webhooks", "/webhooks/" + hook.ID.String(), "/reports", "/mail?dns=look", "/texts"} {
		webtest.Axe(t, tab, looks, w.server.URL+"/console/integrations"+path)
		webtest.Do(t, tab, chromedp.EmulateViewport(320, 800))
		if spilt := webtest.Spills(t, tab); len(spilt) > 0 {
			t.Errorf("%s is wider than 320 px: %s", path, spilt[0])
		}
	}
	webtest.Open(t, tab, w.server.URL+"/console/integrations/keys")
	webtest.Do(t, tab, chromedp.SendKeys("#label", "call centre"), chromedp.Click("#scope-record"))
	press(t, tab, "main form.fields button")
	heading(t, tab, "Copy it now")
}

// enter signs an administrator in.
func enter(t *testing.T, w *world, tab context.Context) {
	t.Helper()
	entry, err := w.staff.SignIn(t.Context(), w.Org, w.hire(auth.Admin).Email, password, auth.Visitor{Device: "Firefox on Linux"})
	must(t, err)
	if _, err := chromedp.Call(tab, network.SetCookie, network.SetCookieParams{Name: "console", Value: entry.Secret, URL: w.server.URL}); err != nil {
		t.Fatal(err)
	}
}
