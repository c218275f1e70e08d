package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/audit"
	"assent/sample"
	"assent/store/storetest"
)

// TestOnePersonFromSignUpToProof carries one person through everything, by HTTP alone, against
// a running demo: she signs up, confirms by mail, is allowed, is written to, leaves with one
// click, is denied at each of her addresses; a stranger cannot bring her back; an outsider can check it.
func TestOnePersonFromSignUpToProof(t *testing.T) {
	for name, database := range map[string]func(testing.TB) string{
		"SQLite": func(testing.TB) string { return "" }, "PostgreSQL": storetest.EmptyPostgresURL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // most of the story is a person reading
			newJourney(t, database(t)).tell()
		})
	}
}

const (
	ana       = "ana@example.org"
	anaAtWork = "ana@example.net"
)

// journey is a visitor of a running demo.
type journey struct {
	t     *testing.T
	main  *Main
	place demoPlace
	ana   *http.Client // her browser
	other *http.Client // somebody else's, or a program
}

func newJourney(t *testing.T, database string) *journey {
	t.Helper()
	return journeyAt(t, database, realTime)
}

// journeyAt is a journey by a clock of the test's own.
func journeyAt(t *testing.T, database string, now func() time.Time) *journey {
	t.Helper()
	d := &demo{
		verb: &demoVerb{Addr: "127.0.0.1:0", People: people()}, dir: t.TempDir(), database: database,
		con: console{out: io.Discard, err: os.Stderr, getenv: noEnvironment}, clock: sample.NewClock(now),
	}
	ctx, stop := context.WithCancel(t.Context())
	main, place, err := d.build(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- main.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := main.Close(); err != nil {
			t.Error(err)
		}
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &journey{t, main, place, &http.Client{Jar: jar, CheckRedirect: stay}, &http.Client{CheckRedirect: stay}}
}

func (j *journey) tell() {
	t := j.t
	j.signUp(j.ana)
	mail := j.mail(ana, "confirm")
	j.wantDecision(ana, assent.Deny, assent.ReasonDoiPending)

	confirm := linkIn(t, mail, "/c/")
	page := j.get(j.ana, confirm)
	j.wantDecision(ana, assent.Deny, assent.ReasonDoiPending) // looking changes nothing

	pause() // faster than a person would be taken for a machine
	if res := j.post(j.ana, confirm, press(page)); res.code != http.StatusSeeOther || strings.Contains(res.location, "/c/"+lastPart(confirm)) {
		t.Fatalf("confirming answered %d to %q; want a redirect to a page without the token", res.code, res.location)
	}
	allowed := j.wantDecision(ana, assent.Allow, assent.ReasonConsentValid)
	if !mentions(allowed, "L. 34-5") {
		t.Error("the decision does not cite the French article")
	}

	letter := j.send()
	for header, want := range map[string]string{"List-Unsubscribe": "<http", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} {
		if !strings.HasPrefix(letter.Headers[header], want) {
			t.Errorf("%s: %q", header, letter.Headers[header])
		}
	}
	if !strings.Contains(letter.Text, "because you subscribed") {
		t.Errorf("the footer does not say where the address came from:\n%s", letter.Text)
	}

	j.link(ana, anaAtWork)
	j.oneClick(letter)
	j.wantDecision(ana, assent.Deny, assent.ReasonConsentWithdrawn)
	j.record(`{"type":"consent.granted","method":"api","contact":{"email":"` + anaAtWork + `"},"choices":[{"purpose":"newsletter","channel":"email"}],"evidence":{"source":"crm"},"occurred_at":"2026-01-01T00:00:00Z"}`)
	if d := j.decide(anaAtWork); d.Decision != assent.Deny {
		t.Errorf("her other address is allowed: %s", d.Reason)
	}

	j.signUp(j.other) // a stranger types her address
	if d := j.decide(ana); d.Decision != assent.Deny || d.Reason != assent.ReasonDoiPending {
		t.Errorf("after a stranger's sign-up: %s %s; want a pending one", d.Decision, d.Reason)
	}
	j.proof()
	j.audit()
}

// signUp fills in the form at a person's pace.
func (j *journey) signUp(browser *http.Client) {
	j.t.Helper()
	page := j.get(browser, j.place.Form+"?lang=en")
	form := hidden(page)
	form.Set("email", ana)
	form.Set("country", "FR")
	form.Add("choice", "newsletter:email")
	pause()
	pause()
	if res := j.post(browser, j.place.Form+"?lang=en", form); res.code != http.StatusSeeOther {
		j.t.Fatalf("signing up answered %d:\n%s", res.code, res.body)
	}
}

// link records that two addresses are hers: both go with one customer number.
func (j *journey) link(addresses ...string) {
	j.t.Helper()
	for _, a := range addresses {
		j.record(`{"type":"contact.linked","method":"api","contact":{"email":"` + a + `","external_id":"C-1001"}}`)
	}
}

func (j *journey) record(event string) {
	j.t.Helper()
	if code, body := j.api(http.MethodPost, "/v1/events", event); code != http.StatusCreated {
		j.t.Fatalf("recording answered %d: %s", code, body)
	}
}

// send sends a message through the API and returns it as it arrived.
func (j *journey) send() sentMail {
	j.t.Helper()
	code, body := j.api(http.MethodPost, "/v1/messages", `{"contact":{"email":"`+ana+`"},"channel":"email","purpose":"newsletter",
		"subject":"Spring","html":"<p>It is here.</p>","text":"It is here."}`)
	if code != http.StatusAccepted {
		j.t.Fatalf("sending answered %d: %s", code, body)
	}
	return j.mail(ana, "Spring")
}

// oneClick is what a mail program posts (RFC 8058 §3.2): no cookie, nothing but the one field.
func (j *journey) oneClick(m sentMail) {
	j.t.Helper()
	link := strings.Trim(strings.Split(m.Headers["List-Unsubscribe"], ",")[0], "<> ")
	for range 2 { // and again: it is idempotent
		res := j.post(j.other, link, url.Values{"List-Unsubscribe": {"One-Click"}})
		if res.code != http.StatusOK || res.cookies > 0 {
			j.t.Fatalf("one click answered %d with %d cookies", res.code, res.cookies)
		}
	}
	code, body := j.api(http.MethodPost, "/v1/messages", `{"contact":{"email":"`+ana+`"},"channel":"email","purpose":"newsletter","subject":"No","text":"No"}`)
	if code != http.StatusConflict {
		j.t.Errorf("a message after leaving answered %d: %s", code, body)
	}
}

// proof checks the bundle of her confirmation on its own, whole and with each byte changed.
func (j *journey) proof() {
	t := j.t
	t.Helper()
	_, body := j.api(http.MethodPost, "/v1/people/lookup", `{"email":"`+ana+`"}`)
	var person struct{ ID string }
	if err := json.Unmarshal([]byte(body), &person); err != nil {
		t.Fatal(err)
	}
	_, body = j.api(http.MethodGet, "/v1/people/"+person.ID+"/events", "")
	code := regexp.MustCompile(`"code":"([0-9A-Z-]+)"`).FindStringSubmatch(body)
	if code == nil {
		t.Fatal("her events show no transaction code")
	}
	var bundle string
	waitFor(t, "the event to be sealed", func() bool {
		status, text := j.api(http.MethodGet, "/v1/proofs/"+code[1], "")
		bundle = text
		return status == http.StatusOK
	})
	file := filepath.Join(t.TempDir(), "proof.json")
	verify := func(data []byte) int {
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return run(t.Context(), []string{"verify", file}, console{out: io.Discard, err: io.Discard, getenv: noEnvironment})
	}
	if got := verify([]byte(bundle)); got != exitOK {
		t.Fatalf("verify ended with %d for a true bundle:\n%s", got, bundle)
	}
	for i := 0; i < len(bundle); i += 7 {
		changed := []byte(bundle)
		changed[i] ^= 1
		if got := verify(changed); got != exitNo {
			t.Errorf("verify ended with %d after byte %d (%q) was changed", got, i, bundle[i])
		}
	}
}

func (j *journey) audit() {
	j.t.Helper()
	h := j.main.house
	report, err := audit.Check(j.t.Context(), h.archive, h.vault, h.org)
	if err != nil {
		j.t.Fatal(err)
	}
	if err := report.Err(); err != nil {
		j.t.Error(err)
	}
}

func (j *journey) wantDecision(to string, verdict assent.Verdict, reason assent.Reason) assent.Decision {
	j.t.Helper()
	d := j.decide(to)
	if d.Decision != verdict || d.Reason != reason {
		j.t.Fatalf("decision for the newsletter: %s %s; want %s %s", d.Decision, d.Reason, verdict, reason)
	}
	return d
}

func (j *journey) decide(to string) assent.Decision {
	j.t.Helper()
	code, body := j.api(http.MethodPost, "/v1/decisions", `{"contact":{"email":"`+to+`"},"channel":"email","purpose":"newsletter"}`)
	if code != http.StatusOK {
		j.t.Fatalf("deciding answered %d: %s", code, body)
	}
	var d assent.Decision
	if err := json.Unmarshal([]byte(strings.ReplaceAll(body, `"expires_on":null`, `"expires_on":""`)), &d); err != nil {
		j.t.Fatal(err)
	}
	return d
}

func (j *journey) api(method, path, body string) (int, string) {
	j.t.Helper()
	req, err := http.NewRequestWithContext(j.t.Context(), method, j.place.URL+path, strings.NewReader(body))
	if err != nil {
		j.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+j.place.Key)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := j.other.Do(req)
	if err != nil {
		j.t.Fatal(err)
	}
	defer res.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(res.Body); err != nil {
		j.t.Fatal(err)
	}
	return res.StatusCode, b.String()
}

func mentions(d assent.Decision, article string) bool {
	for _, c := range d.Citations {
		if strings.Contains(c.Article, article) {
			return true
		}
	}
	return false
}

// pause is as long as a person needs to read a page with one button.
func pause() { time.Sleep(1600 * time.Millisecond) }
