package web_test

import (
	"context"
	"fmt"
	"hash/crc32"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/intake/intaketest"
	"assent/link"
	"assent/web/webtest"
)

// Mail scanners fetch the links of a mail, run the scripts of the pages, and some press what they find. Each of
// them meets each link that our mails bear; the tables say what it may change.

// mailed are the links. Each is made anew, in a mail to a person of its own.
var mailed = map[string]func(w *world, email string) string{
	"confirm": func(w *world, email string) string {
		w.visitor().signUp(email).is(http.StatusSeeOther)
		return w.confirmLink(email)
	},
	"this wasn’t me": func(w *world, email string) string {
		w.visitor().signUp(email).is(http.StatusSeeOther)
		return w.cancelLink(email)
	},
	"unsubscribe":  func(w *world, email string) string { w.member(email); return w.leaveLink(email) },
	"one’s page":   func(w *world, email string) string { w.member(email); return w.ownLink(email) },
	"why":          func(w *world, email string) string { w.member(email); return w.whyLink(email) },
	"keep my data": func(w *world, email string) string { w.member(email); return w.askedErasure(email) },
	"yes or no": func(w *world, email string) string {
		path, _ := w.asked(email, "newsletter:email", "club:email")
		return path
	},
}

const (
	nothing  = ""
	flagged  = "a withdrawal, flagged"
	oneClick = "a withdrawal"
)

// scanners are the machines, and what each changes through which link; nothing through all others.
var scanners = []struct {
	name    string
	scan    func(m *machine, path string)
	changes map[string]string
}{
	{"S1: HEAD and GET of every link within a second", (*machine).fetches, nil},
	{"S2: a browser with scripts, a minute on each page", (*machine).looks, nil},
	{"S3: as S2, pressing every button and sending every form", (*machine).presses,
		map[string]string{"unsubscribe": flagged, "this wasn’t me": flagged, "yes or no": flagged}},
	{"S4: one-click POST to the header’s address", (*machine).oneClicks, map[string]string{"unsubscribe": oneClick}},
	{"S5: tokens with characters changed", (*machine).guesses, nil},
	{"S7: from another network and user agent", (*machine).fetchesFromAfar, nil},
}

func TestScannersChangeNothingButWhatTheyWithdraw(t *testing.T) {
	browser := webtest.Browser(t)
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		for _, s := range scanners {
			for name, mail := range mailed {
				t.Run(s.name+"/"+name, func(t *testing.T) {
					email := nobody(t)
					path := mail(w, email)
					before := w.standing(email)
					s.scan(&machine{w, t, browser, email}, path)
					w.changed(t, email, before, s.changes[name])
				})
			}
		}
	})
}

// nobody is an address of the test's own.
func nobody(t *testing.T) string {
	return fmt.Sprintf("p%x@example.org", crc32.ChecksumIEEE([]byte(t.Name())))
}

// standing is all of a person that a machine could change.
type standing struct {
	events int
	alerts assent.Status
	erased bool // it waits
}

func (w *world) standing(email string) standing {
	w.t.Helper()
	own, err := w.people.Own(w.t.Context(), w.Org, w.pointOf(email))
	if err != nil {
		w.t.Fatal(err)
	}
	return standing{len(w.events(email)), w.status(email, "alerts"), !own.Erased.IsZero()}
}

// changed expects what has changed of a person since.
func (w *world) changed(t *testing.T, email string, before standing, want string) {
	t.Helper()
	after := w.standing(email)
	if after.erased != before.erased {
		t.Errorf("the erasure that she asked for waits: %v, before %v", after.erased, before.erased)
	}
	if want == nothing && after != before {
		t.Errorf("changed from %+v to %+v", before, after)
	}
	if want != nothing && after.events == before.events {
		t.Error("nothing was withdrawn")
	}
	for _, e := range w.events(email)[before.events:] {
		if e.Event.Evidence == nil {
			e.Event.Evidence = &assent.Evidence{}
		}
		withdraws := slices.Contains([]assent.EventType{assent.ConsentWithdrawn, assent.PauseSet, assent.FrequencySet}, e.Event.Type)
		if !withdraws || want == flagged && len(e.Event.Evidence.Flags) == 0 {
			t.Errorf("recorded %s by %s with flags %v", e.Event.Type, e.Event.Method, e.Event.Evidence.Flags)
		}
	}
}

// machine is a scanner at one mail.
type machine struct {
	*world
	t       *testing.T
	browser context.Context
	email   string
}

func (m *machine) fetches(path string) {
	v := m.visitor()
	for _, p := range append([]string{path}, m.others()...) {
		for _, method := range []string{http.MethodHead, http.MethodGet} {
			v.do(method, p, "", nil)
			m.Clock.Pass(100 * time.Millisecond)
		}
	}
}

// others are further links that stand in the same mails.
func (m *machine) others() []string {
	if m.events(m.email)[0].Event.Type != assent.ConsentRequested {
		return []string{m.leaveLink(m.email), m.ownLink(m.email), m.whyLink(m.email)}
	}
	return []string{m.confirmLink(m.email), m.cancelLink(m.email)}
}

func (m *machine) fetchesFromAfar(path string) {
	v := m.visitor()
	v.header.Set("User-Agent", "BarracudaCentral/1.0")
	v.header.Set("X-Forwarded-For", "203.0.113.77")
	v.do(http.MethodHead, path, "", nil)
	v.get(path)
}

func (m *machine) looks(path string) {
	webtest.Open(m.t, m.browser, m.server.URL+path)
	webtest.Wait(m.t, m.browser, time.Minute)
	m.Clock.Pass(time.Minute)
}

// presses opens the page once for each button and form, and uses it; then it uses all that it finds where that leads.
func (m *machine) presses(path string) {
	m.looks(path)
	if webtest.Read[bool](m.t, m.browser, `document.querySelector("button") === null`) {
		return
	}
	for _, all := range []string{
		`document.querySelectorAll("button").forEach(b => b.click())`,
		`[...document.querySelectorAll("button")].reverse().forEach(b => b.click())`,
		`document.querySelectorAll("form").forEach(f => f.submit())`,
	} {
		m.looks(path)
		m.runs(all)
	}
	m.looks(path)
	for _, elements := range []string{"button", "form"} {
		n := webtest.Read[int](m.t, m.browser, `document.querySelectorAll("`+elements+`").length`)
		for i := range n {
			m.use(path, i, elements)
		}
	}
}

// use clicks a button, or sends a form in both ways that scripts have; then it presses all that it finds there.
func (m *machine) use(path string, i int, elements string) {
	ways := []string{"click()"}
	if elements == "form" {
		ways = []string{"submit()", "requestSubmit()"}
	}
	for _, way := range ways {
		m.looks(path)
		m.runs(fmt.Sprintf(`document.querySelectorAll(%q)[%d]?.%s`, elements, i, way))
		m.Clock.Pass(time.Minute)
		if webtest.Read[bool](m.t, m.browser, `document.querySelector("main button") !== null`) {
			m.runs(`document.querySelectorAll("main button").forEach(b => b.click())`)
		}
	}
}

// runs runs a script in the page, and waits until the page to which that leads is there.
func (m *machine) runs(script string) {
	m.t.Helper()
	if err := webtest.Leads(m.browser, "void("+script+")"); err != nil {
		m.t.Fatal(err)
	}
}

func (m *machine) oneClicks(path string) {
	if !strings.HasPrefix(path, "/u/") || strings.Contains(m.t.Name(), "wasn") {
		return // only mails that can be left have the header
	}
	m.visitor().post(path, url.Values{"List-Unsubscribe": {"One-Click"}}).is(http.StatusOK)
}

// guesses changes the token in many places and tries all that can be done with it.
func (m *machine) guesses(path string) {
	v := m.visitor()
	at := strings.LastIndex(path, "/") + 1
	for i := at; i < len(path); i += 7 {
		wrong := path[:i] + string(other(path[i])) + path[i+1:]
		v.get(wrong)
		for _, fields := range []url.Values{
			{"List-Unsubscribe": {"One-Click"}}, {"press": {"yes"}}, {"scope": {"everything"}}, {"code": {"123456"}},
		} {
			if p := v.post(wrong, fields); p.status < 400 {
				m.t.Errorf("%s is answered %d", fields.Encode(), p.status)
			}
		}
	}
}

func other(c byte) byte {
	if c == 'A' {
		return 'B'
	}
	return 'A'
}

// TestS6OpeningAgainAfterUseShowsWhatStands: never that a link has run out.
func TestS6OpeningAgainAfterUseShowsWhatStands(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		for name, use := range map[string]struct{ button, value, says string }{
			"confirm":        {"press", "yes", "You have already confirmed"},
			"this wasn’t me": {"scope", "this", "cancel"},
			"unsubscribe":    {"scope", "everything", "You have already stopped all our advertising"},
			"keep my data":   {"press", "yes", "Keep your data?"},
		} {
			t.Run(name, func(t *testing.T) {
				email := nobody(t)
				path := mailed[name](w, email)
				v := w.visitor()
				v.press(v.get(path), use.button, use.value)
				after := w.standing(email)
				for range 3 {
					w.visitor().get(path).is(http.StatusOK).says(use.says)
					w.visitor().do(http.MethodHead, path, "", nil).is(http.StatusOK)
				}
				w.changed(t, email, after, nothing)
			})
		}
	})
}

// whyLink is the link of a mail's footer that tells why it came.
func (w *world) whyLink(email string) string {
	return "/w/" + w.links.Make(link.Receipt, link.Token{
		Org: w.Org, Point: w.pointOf(email), Purpose: "alerts", Channel: assent.Email, Issued: w.Clock.Now(),
	})
}

// askedErasure has a person ask to be erased, and returns the link of the mail that calls it off.
func (w *world) askedErasure(email string) string {
	w.t.Helper()
	v := w.visitor()
	v.enter(email)
	v.send(v.get("/p/erase"), "/p/erase", "erase", "yes").is(http.StatusSeeOther)
	return eraseLink.FindString(w.post(email)[0].Text)
}
