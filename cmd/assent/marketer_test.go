package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"assent/auth"
	"assent/web/webtest"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// TestANewMarketerFindsTheWayFromThePurposeToTheProof goes in a real browser where somebody goes who has read no
// manual: by the links and buttons that she sees, from the demo's link to a file that an outsider can check.
func TestANewMarketerFindsTheWayFromThePurposeToTheProof(t *testing.T) {
	for _, width := range []int64{390, 1280} {
		t.Run(fmt.Sprintf("%d px", width), func(t *testing.T) {
			m := newMarketer(t, width)
			m.signIn()
			before := m.chart()
			m.publishPurpose()
			m.composeForm()
			m.somebodySignsUp()
			m.seesTheChartMove(before)
			m.findsHer()
			m.learnsWhySheMayNotBeCalled()
			m.exportsAndVerifies()
		})
	}
}

// marketer is a browser window at a running demo, whose clock the test can put on.
type marketer struct {
	*journey
	tab   context.Context
	width int64
	ahead atomic.Int64 // of real time
}

func newMarketer(t *testing.T, width int64) *marketer {
	m := &marketer{width: width}
	m.journey = journeyAt(t, "", func() time.Time { return time.Now().Add(time.Duration(m.ahead.Load())) })
	m.tab = webtest.Browser(t)
	webtest.Do(t, m.tab, chromedp.EmulateViewport(width, 900))
	return m
}

func (m *marketer) pass(d time.Duration) { m.ahead.Add(int64(d)) }

// press clicks and waits for the page to which that leads; nothing on it may be wider than the window.
func (m *marketer) press(selector, heading string) {
	m.t.Helper()
	ctx, cancel := context.WithTimeout(m.tab, 20*time.Second)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(selector)); err != nil {
		m.t.Fatalf("press %s: %v", selector, err)
	}
	m.stands(heading)
}

func (m *marketer) open(address, heading string) {
	m.t.Helper()
	webtest.Open(m.t, m.tab, address)
	m.stands(heading)
}

func (m *marketer) stands(heading string) {
	m.t.Helper()
	if got := webtest.Read[string](m.t, m.tab, `document.querySelector("h1").textContent`); got != heading {
		m.t.Fatalf("the page is %q, want %q: %s", got, heading, m.text())
	}
	if spilt := webtest.Spills(m.t, m.tab); len(spilt) > 0 {
		m.t.Errorf("%q is wider than %d px: %s", heading, m.width, spilt[0])
	}
}

func (m *marketer) text() string {
	m.t.Helper()
	return webtest.Read[string](m.t, m.tab, `document.querySelector("main").innerText`)
}

func (m *marketer) reads(texts ...string) {
	m.t.Helper()
	page := m.text()
	for _, want := range texts {
		if !strings.Contains(page, want) {
			m.t.Fatalf("the page does not say %q: %s", want, page)
		}
	}
}

// section opens an entry of the navigation.
func (m *marketer) section(name, heading string) {
	m.t.Helper()
	m.press(fmt.Sprintf(`nav a[href="/console%s"]`, name), heading)
}

func (m *marketer) signIn() {
	m.open(m.place.Console, "Sign in by link")
	m.press("main button", "Overview")
	m.picture("1-overview", "")
}

// publishPurpose makes a purpose in two languages that can be had only with the newsletter. It is refused while a text is missing.
func (m *marketer) publishPurpose() {
	m.section("/purposes", "Purposes and notices")
	m.press(`a[href="/console/purposes/new/purpose"]`, "New purpose")
	webtest.Do(m.t, m.tab,
		chromedp.SendKeys("#names-en", "Garden club"), chromedp.SendKeys("#sentences-en", "Yes, tell me when the garden club meets."),
		chromedp.Click("details.others summary"), chromedp.SendKeys("#names-fr", "Le cercle des jardiniers"),
		chromedp.Click(`[name=channels][value=email]`), chromedp.Click(`[name=channels][value=live_call]`), chromedp.Click(`[name=requires][value=newsletter]`),
	)
	m.press(`[name=then][value=review]`, "Review: Garden club")
	m.reads("Before it can be published")
	m.press(`a[href$="/edit"]`, "Purpose: Garden club")
	webtest.Do(m.t, m.tab, chromedp.SendKeys("#sentences-fr", "Oui, prévenez-moi des rencontres du cercle."))
	m.picture("2-purpose", "main")
	m.press(`[name=then][value=review]`, "Review: Garden club")
	m.reads("Garden club only with Newsletter")
	m.picture("2-review", ".graph")
	m.press(`form[action$="/publish"] button`, "Garden club")
	m.reads("It is published.")
}

// composeForm puts it on a form beside the newsletter, in both languages.
func (m *marketer) composeForm() {
	m.press(`main a[href="/console/forms/new/form?purpose=garden-club"]`, "New form") // which brings it along, with what it requires
	webtest.Do(m.t, m.tab,
		chromedp.SendKeys("#titles-en", "Join the club"),
		chromedp.Evaluate[chromedp.Void](`document.querySelector("#titles-fr").closest("details").open = true; null`),
		chromedp.SendKeys("#titles-fr", "Rejoignez le cercle"),
	)
	m.press(`#build button[type=submit]:not([formaction])`, "Form join-the-club")
	m.reads("It is published and in force.", "No harder than joining.")
	m.picture("3-form", "main")
}

// somebodySignsUp on the form that was just published, and confirms by the mail in the outbox.
func (m *marketer) somebodySignsUp() {
	m.section("/forms", "Forms and pages")
	m.press(`a[href="/console/forms/form/join-the-club"]`, "Form join-the-club")
	m.press(`a[href*="/f/join-the-club"]`, "Join the club")
	webtest.Do(m.t, m.tab, chromedp.SendKeys("#email", ana), chromedp.Click(`[value="newsletter:email"]`), chromedp.Click(`[value="garden-club:email"]`))
	m.picture("3-sign-up", "")
	m.pass(10 * time.Second) // as long as a person takes
	m.press(".press button", "Thank you. One last step")
	m.open(linkIn(m.t, m.mail(ana, "confirm"), "/c/"), "Please confirm your choices")
	m.pass(10 * time.Second)
	m.press("button[name=press]", "Thank you. You are in")
}

// bar is this week's consents on the overview: in the table, by pointing at the chart, and as high as its column is drawn.
type bar struct {
	Table int
	Tip   string
	Drawn float64
}

// chart reads the chart of the overview, which is the page.
func (m *marketer) chart() bar {
	m.t.Helper()
	return webtest.Read[bar](m.t, m.tab, `(() => {
		const figure = document.querySelector("#answers"), box = e => e.getBoundingClientRect();
		const column = [...figure.querySelectorAll("rect.tip")].at(-1);
		const green = [...figure.querySelectorAll("svg.chart rect.t3")].filter(r => box(r).left >= box(column).left);
		const lines = [...figure.querySelectorAll("line.grid")], top = [...figure.querySelectorAll("text.value")].at(-1);
		const whole = box(lines[0]).top - box(lines.at(-1)).top, number = text => Number(text.replace(/\D/g, ""));
		return {
			Table: number([...figure.querySelectorAll("tbody tr")].at(-1).cells[1].textContent),
			Tip: column.textContent,
			Drawn: green.length ? box(green[0]).height / whole * number(top.textContent) : 0,
		};
	})()`)
}

// seesTheChartMove: the two consents stand in the table, the tool-tip and the picture of the overview within seconds. The
// form's own screen tells how many of its sign-ups were confirmed.
func (m *marketer) seesTheChartMove(before bar) {
	want := before.Table + 2
	var now bar
	waitFor(m.t, "the chart to move", func() bool {
		m.open(m.place.URL+"/console", "Overview")
		now = m.chart()
		return now.Table != before.Table
	})
	if now.Table != want || !strings.Contains(now.Tip, fmt.Sprintf("Consents given: %d\n", want)) || math.Abs(now.Drawn-float64(want)) > .1 || math.Abs(before.Drawn-float64(before.Table)) > .1 {
		m.t.Errorf("before, the chart said %+v, and with two consents more %+v", before, now)
	}
	m.picture("4-numbers", "#answers")
	m.open(m.place.URL+"/console/forms/form/join-the-club", "Form join-the-club")
	m.reads("100 %")
}

// findsHer by the address that she typed.
func (m *marketer) findsHer() {
	m.open(m.place.URL+"/console", "Overview")
	m.section("/people", "People")
	webtest.Do(m.t, m.tab, chromedp.SendKeys("#q", ana))
	m.press("main button", "One person")
	m.reads(ana, "The person has given a consent that stands.", "Confirmed")
	m.picture("5-person", "main")
}

// learnsWhySheMayNotBeCalled: first no number is known, then one is that she gave for something else.
func (m *marketer) learnsWhySheMayNotBeCalled() {
	m.reads("Not at all: Text message, Telephone call, Letter. Nothing is known of her to which that could go.")
	m.journey.record(`{"type":"contact.linked","method":"api","contact":{"email":"` + ana + `","phone":"+33639981234"}}`)
	m.open(webtest.Read[string](m.t, m.tab, "location.href"), "One person")
	const called = `[...document.querySelectorAll("table.may tbody tr")].find(r => r.innerText.includes("Garden club")).lastElementChild.innerText`
	if got := webtest.Read[string](m.t, m.tab, called); !strings.Contains(got, "May not") || !strings.Contains(got, "It may be sent if") {
		m.t.Errorf("of calls for the garden club the screen says %q", got)
	}
	m.picture("6-calls", "table.may")
}

// sealed reports whether the newest of her acts can be proven.
func (m *marketer) sealed() bool {
	code := webtest.Read[string](m.t, m.tab, `document.querySelector(".timeline .code").textContent`)
	status, _ := m.api(http.MethodGet, "/v1/proofs/"+code, "")
	return status == http.StatusOK
}

// exportsAndVerifies takes the file for a regulator, after showing again who she is, and checks it as an outsider does.
func (m *marketer) exportsAndVerifies() {
	waitFor(m.t, "her acts to be sealed", m.sealed)
	dir := m.t.TempDir()
	if _, err := chromedp.Call(m.tab, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir,
	}); err != nil {
		m.t.Fatal(err)
	}
	m.pass(auth.FreshFor)
	m.press(`a[href^="/console/exports?person="]`, "Is it still you?")
	webtest.Do(m.t, m.tab, chromedp.SendKeys("#answer", m.place.ConsolePassword))
	m.press("main form button", "Exports")
	m.reads("--key " + m.place.LogKey)
	m.picture("7-export", "main")
	webtest.Do(m.t, m.tab, chromedp.Click(`form[action="/console/exports/dossier"] button`))
	var file string
	waitFor(m.t, "the file", func() bool {
		found, _ := filepath.Glob(filepath.Join(dir, "evidence-*.zip"))
		if len(found) > 0 {
			file = found[0]
		}
		return len(found) > 0
	})
	var said bytes.Buffer
	if got := run(m.t.Context(), []string{"verify", file, "--key", m.place.LogKey}, console{out: &said, err: os.Stderr, getenv: noEnvironment}); got != exitOK || !strings.Contains(said.String(), "OK  Proven") {
		m.t.Errorf("verify ended with %d:\n%s", got, said.String())
	}
}
