package web_test

import (
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// The canaries: what a person types on her way, each of which would be known again wherever it turned up.
const (
	canary      = "quercus.canary@nest-canary.example"
	canaryNext  = "betula.canary@nest-canary.example"
	canaryPhone = "+33612345678"
)

// TestNothingPersonalIsInAnyAddressHeaderOrLine: over the whole of a person's way through the pages, none of what she types is in
// an address that a server or a browser might keep, in a header or a cookie, or in a line of our log.
func TestNothingPersonalIsInAnyAddressHeaderOrLine(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		v := w.visitor()
		signsUp(v)
		v.press(v.get(w.confirmLink(canary)), "press", "yes").is(http.StatusSeeOther)
		v.get(w.whyLink(canary)).is(http.StatusOK)
		onHerPage(v)
		w.Clock.Pass(time.Hour)
		v.follow(v.press(v.get(w.leaveLink(canaryNext)), "scope", "everything"))
		for _, bad := range []string{"/nowhere", w.leaveLink(canaryNext)[:20]} {
			v.get(bad)
		}
		free(t, "an address or a header", w.visits.all())
		if len(w.visits.cookies) > 0 {
			t.Errorf("who only looked at %v was given a cookie", w.visits.cookies)
		}
		free(t, "the log", w.log.String())
	})
}

func signsUp(v *visitor) {
	v.w.t.Helper()
	v.signUp("quercus.canary@").is(http.StatusUnprocessableEntity)
	v.signUp(canary).is(http.StatusSeeOther)
	v.press(v.get("/f/alerts"), "phone", canaryPhone, "+choice", "alerts:sms").is(http.StatusSeeOther)
	v.post("/f/alerts/start", url.Values{"email": {canary}, "choice": {"alerts:email"}}).is(http.StatusOK)
	v.follow(v.press(v.get("/o/alerts"), "email", canary))
	v.follow(v.post("/o/alerts", url.Values{"phone": {canaryPhone}})).is(http.StatusOK)
	v.press(v.get("/o/alerts"), "email", "quercus.canary@").is(http.StatusUnprocessableEntity)
	v.w.post(canary)
}

// onHerPage goes through all that is behind the code, and moves to another address.
func onHerPage(v *visitor) {
	v.w.t.Helper()
	v.follow(v.send(v.enter(canary), "/p/choices", "+choice", "newsletter:email"))
	for _, path := range []string{"/p/history", "/p/receipt/0", "/p/receipt/0/json", "/p/data", "/p/data/json", "/p/data/csv"} {
		v.get(path).is(http.StatusOK)
	}
	v.follow(v.send(v.get("/p/erase"), "/p/erase", "erase", "yes"))
	v.follow(v.send(v.get("/p/erase"), "/p/erase", "erase", "no"))
	v.w.post(canary)
	codes := v.follow(v.send(v.get("/p/address"), "/p/address", "email", canaryNext))
	v.follow(v.send(codes, "/p/address/codes", "old_code", v.w.mailedCode(canary), "new_code", v.w.mailedCode(canaryNext)))
}

// free expects that no canary is in a text, plain or in the forms in which addresses carry bytes.
func free(t *testing.T, where, text string) {
	t.Helper()
	plain := strings.ToLower(text)
	for _, c := range []string{canary, canaryNext, canaryPhone} {
		local, _, _ := strings.Cut(c, "@")
		for _, form := range []string{
			local, strings.TrimPrefix(c, "+33"), url.QueryEscape(c), hex.EncodeToString([]byte(local)),
		} {
			if strings.Contains(plain, strings.ToLower(form)) {
				t.Errorf("%s holds %s", where, form)
			}
		}
		if encoded := base64.RawURLEncoding.EncodeToString([]byte(local))[:12]; strings.Contains(text, encoded) {
			t.Errorf("%s holds %s in base64", where, c)
		}
	}
	if text == "" && where != "the log" {
		t.Errorf("nothing was looked at in %s", where)
	}
}
