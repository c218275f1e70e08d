package console_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"assent/auth"
	"assent/console"
	"assent/intake/intaketest"
	"assent/locale"
)

func credentials(email, secret string) url.Values {
	return url.Values{"email": {email}, "password": {secret}}
}

// cookie is the session that an answer gives; empty if it gives none.
func (p *page) cookie() string {
	for _, c := range (&http.Response{Header: p.header}).Cookies() {
		if c.Name == "console" {
			return c.Value
		}
	}
	return ""
}

func TestASessionIsDrawnAtSignInWhateverTheBrowserBrought(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	o := w.hire(auth.Agent)
	planted := strings.Repeat("A", 43)
	victim := w.visitor()
	victim.header.Set("Cookie", "console="+planted)
	p := victim.post("/console/signin", credentials(o.Email, password)).leads("/console")
	if got := p.cookie(); got == planted || len(got) != 43 {
		t.Errorf("the session is %q", got)
	}
	victim.get("/console").leads("/console/signin") // the planted one is nobody's

	attacker := w.visitor() // a session of the attacker's own, which she planted, does not go on beside the victim's
	own := attacker.post("/console/signin", credentials(o.Email, password)).cookie()
	victim.header.Set("Cookie", "console="+own)
	victim.post("/console/signin", credentials(o.Email, password)).leads("/console")
	attacker.get("/console").leads("/console/signin")
	set := p.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(set, want) {
			t.Errorf("the cookie lacks %s: %s", want, set)
		}
	}
}

func TestTheAnswerDoesNotTellWhoHasAnAccount(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.hire(auth.Agent)
	v := w.visitor()
	known := v.post("/console/signin", credentials("agent@alpenglow.example", "wrong")).is(http.StatusForbidden)
	unknown := v.post("/console/signin", credentials("nobody@alpenglow.example", "wrong")).is(http.StatusForbidden)
	if strings.ReplaceAll(known.body, "agent@", "nobody@") != unknown.body {
		t.Error("the answers differ")
	}
}

func TestGuessingIsStoppedForTheAccountAndOnlyForIt(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.hire(auth.Agent)
	w.hire(auth.Viewer)
	v := w.visitor()
	for range 5 {
		v.post("/console/signin", credentials("agent@alpenglow.example", "wrong")).is(http.StatusForbidden)
	}
	v.post("/console/signin", credentials("agent@alpenglow.example", password)).is(http.StatusTooManyRequests).says("Too many wrong tries")
	v.post("/console/signin", credentials("viewer@alpenglow.example", password)).leads("/console")
	w.Clock.Pass(time.Minute)
	v.post("/console/signin", credentials("agent@alpenglow.example", password)).leads("/console")
}

func TestALinkIsNotUsedUpByLookingAtIt(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	link := w.link(w.hire(auth.Viewer))
	scanner := w.visitor()
	for range 3 {
		scanner.get(link).is(http.StatusOK).says("This link signs in once.", "viewer@alpenglow.example")
		scanner.do(http.MethodHead, link, "", nil).is(http.StatusOK)
	}
	v := w.visitor()
	v.post(link, nil).leads("/console")
	v.get("/console").is(http.StatusOK)
	scanner.post(link, nil).is(http.StatusNotFound).says("was used already")
}

func TestWhoIsInvitedChoosesAPasswordFirst(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	admin := w.operator(auth.Admin)
	p := admin.post("/console/team", url.Values{"name": {"Eva"}, "email": {"eva@alpenglow.example"}, "role": {"campaigner"}}).is(http.StatusOK)
	link := regexp.MustCompile(`/console/enter/[A-Za-z0-9_-]{32}`).FindString(p.body)
	v := w.visitor()
	v.follow(v.post(link, nil).leads("/console/account")).says("You have none yet")
	choose := func(first, second string) *page {
		return v.post("/console/account/password", url.Values{"password": {first}, "repeated": {second}})
	}
	choose("long enough for us", "not the same at all").is(http.StatusBadRequest).says("are not the same")
	choose("short", "short").is(http.StatusBadRequest).says("at least 12 characters")
	choose("long enough for us", "long enough for us").leads("/console/account?done=password")
	w.visitor().post("/console/signin", credentials("eva@alpenglow.example", "long enough for us")).leads("/console")
	admin.get("/console/team").says("Eva", "Campaigner")
}

func TestWhoHasNothingToShowChoosesAPasswordLaterToo(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	o, err := w.staff.Hire(t.Context(), w.Org, "Bea", "bea@alpenglow.example", auth.DPO)
	must(t, err)
	v := w.visitor()
	v.post(w.link(o), nil).is(http.StatusSeeOther)
	w.Clock.Pass(auth.FreshFor)
	v.follow(v.get("/console/exports")).says("You have no password yet", `href="/console/account"`)
	v.get("/console/account").is(http.StatusOK).hides("To change how you sign in, show once more who you are.")
	choose := func() *page {
		return v.post("/console/account/password", url.Values{"password": {password}, "repeated": {password}})
	}
	choose().leads("/console/account?done=password")
	choose().leads("/console/again") // the next one is asked for the first
	v.post("/console/again", url.Values{"answer": {password}, "to": {"/console/exports"}}).leads("/console/exports")
	v.get("/console/exports").is(http.StatusOK)
}

func TestSomebodySignedInIsSignedOutFromAfar(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	admin := w.operator(auth.Admin)
	w.Clock.Pass(time.Second) // the team is listed in the order in which they came
	agent := w.operator(auth.Agent)
	team, err := w.staff.Operators(t.Context(), w.Org)
	must(t, err)
	at := "/console/team/" + team[1].ID.String()
	ends := regexp.MustCompile(at + `/sessions/[0-9a-f-]{36}/end`).FindString(admin.get(at).is(http.StatusOK).body)
	agent.get("/console").is(http.StatusOK)
	admin.post(ends, nil).leads(at + "?done=session_ended")
	agent.get("/console").leads("/console/signin")

	admin.post(at+"/enabled", url.Values{"enabled": {"no"}}).is(http.StatusSeeOther)
	w.visitor().post("/console/signin", credentials("agent@alpenglow.example", password)).is(http.StatusForbidden)
	admin.post("/console/team/"+team[0].ID.String()+"/role", url.Values{"role": {"viewer"}}).is(http.StatusConflict).says("the last administrator")
}

func TestASecondFactorIsSetUpAndAskedFor(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.DPO)
	page := v.get("/console/account").is(http.StatusOK).says(`aria-label="QR code of the secret`)
	v.post("/console/account/totp", url.Values{"offer": {page.hidden("offer")}, "code": {"000000"}}).is(http.StatusUnprocessableEntity).says("not right")
	w.Clock.Pass(auth.FreshFor)
	v.post("/console/account/password", url.Values{"password": {"another long one"}, "repeated": {"another long one"}}).
		is(http.StatusSeeOther) // a browser left open does not change how one signs in
	if got := v.post("/console/account/totp/drop", nil).header.Get("Location"); !strings.HasPrefix(got, "/console/again") {
		t.Errorf("it leads to %s", got)
	}
}

func TestNothingIsCachedOrFramedAndNoScriptFromElsewhereRuns(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Viewer)
	for _, p := range []*page{v.get("/console"), w.visitor().get("/console/signin"), v.get("/console/nothing")} {
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-store", "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff",
		} {
			if got := p.header.Get(name); !strings.HasPrefix(got, want) {
				t.Errorf("%s: %s is %q", p.path, name, got)
			}
		}
	}
	if log := w.log.String(); log != "" {
		t.Errorf("the log says %s", log)
	}
}

func TestOverTLSTheCookieBelongsToThisHostAlone(t *testing.T) {
	h := intaketest.New(t)
	w := newWorld(t, h)
	link := w.link(w.hire(auth.Viewer))
	words, err := locale.Load()
	must(t, err)
	handler, err := console.New(console.Config{
		Org: h.Org, Staff: w.staff, Shelf: h.Shelf, Locale: words, Now: h.Clock.Now, Random: rand.Reader, PublicURL: "https://consent.example.org",
	})
	must(t, err)
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, link, nil))
	set := answer.Header().Get("Set-Cookie")
	if !strings.HasPrefix(set, "__Host-console=") || !strings.Contains(set, "; Secure") {
		t.Errorf("the cookie is %s", set)
	}
	if answer.Header().Get("Strict-Transport-Security") == "" {
		t.Error("no word of TLS for the next time")
	}
}

func TestAStrangersFormIsShort(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.visitor()
	v.upload("/console/signin", credentials("a@b.example", "x"), "proof", make([]byte, 100<<10)).is(http.StatusBadRequest).says("too large")
	v.upload("/console/people/"+w.Org.String()+"/record", nil, "proof", make([]byte, 1<<20)).is(http.StatusSeeOther)
}
