package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"assent"
	"assent/intake/intaketest"
	"assent/web/webtest"

	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

// street is another site's pages, at two names: a shop that may use the form, and a stranger that may not.
func street(t *testing.T, w *world) *window {
	t.Helper()
	c, err := w.Shelf.Current(t.Context(), w.Org)
	if err != nil {
		t.Fatal(err)
	}
	form, _ := c.Form("alerts")
	listed := *form
	listed.EmbedOrigins = []string{"http://shop.example.net"}
	w.Publish(&listed)

	snippets := w.visitor().get("/f/alerts/embed").is(http.StatusOK).code()
	if len(snippets) != 2 {
		t.Fatalf("%d snippets", len(snippets))
	}
	pages := map[string]string{
		"/plain": snippets[0], "/script": snippets[1],
		"/frame": `<iframe src="http://choices.example.org/f/alerts"></iframe>`,
	}
	other := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(rw, "<!DOCTYPE html><title>Shop</title><h1>Shop</h1>%s", pages[r.URL.Path])
	}))
	t.Cleanup(other.Close)
	at := func(s *httptest.Server) string { return strings.TrimPrefix(s.URL, "http://") }
	return &window{w, t, webtest.Browser(t, "choices.example.org", at(w.server), "shop.example.net", at(other), "stranger.example.net", at(other))}
}

// code are the pieces of code that a page shows.
func (p *page) code() (out []string) {
	p.each(func(n *html.Node) {
		if n.Data == "code" {
			out = append(out, n.FirstChild.Data)
		}
	})
	return out
}

func TestAFormOnAnotherSiteLeadsToOurPageWhichIsWhatCounts(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	b := street(t, w)
	for path, email := range map[string]string{"/plain": "ana@example.org", "/script": "bea@example.org"} {
		b.do("open the shop", chromedp.Navigate("http://shop.example.net"+path), chromedp.WaitVisible(`input[name="email"]`))
		b.do("fill in", chromedp.SendKeys(`input[name="email"]`, email), chromedp.Click(`input[value="alerts:email"]`))
		b.press("send", `form button`, ".asked")
		b.reads("Weather alerts")
		if got := webtest.Read[string](t, b.tab, "location.origin"); got != "http://choices.example.org" {
			t.Errorf("the wording is shown at %s", got)
		}
		if len(w.events(email)) != 0 {
			t.Error("it was recorded before she saw the wording")
		}
		b.press("agree", `.press button`, ".done")
		e := w.last(email)
		if e.Type != assent.ConsentRequested || len(e.Evidence.Wording) != 64 || !slices.Equal(e.Evidence.Shown, []string{"alerts:email"}) || e.Notice == nil {
			t.Errorf("recorded %s with %+v", e.Type, e.Evidence)
		}
	}
}

func TestASiteThatIsNotListedIsSentToOurForm(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	b := street(t, w)
	b.do("open the stranger", chromedp.Navigate("http://stranger.example.net/plain"),
		chromedp.SendKeys(`input[name="email"]`, ana), chromedp.Click(`input[value="alerts:email"]`))
	b.press("send", `form button`, ".card")
	b.reads("Please use our own page")
	if len(w.events(ana)) != 0 {
		t.Error("it was recorded")
	}
}

// TestNoOtherSiteFramesOurForm: under a frame, a visitor could be made to press what she does not see.
func TestNoOtherSiteFramesOurForm(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	b := street(t, w)
	b.do("open the shop", chromedp.Navigate("http://shop.example.net/frame"))
	if seen := w.visits.all(); !strings.Contains(seen, "/f/alerts") || strings.Contains(seen, "/assets/style") {
		t.Errorf("the frame shows the form; asked for were\n%s", seen)
	}
}
