package console_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/auth"
	"assent/console"
	"assent/intake/intaketest"
	"assent/stats"
	"assent/web/webtest"

	"golang.org/x/net/html"
)

// counted has two who joined in this week, one of whom left, one who joined the week before, and all of it counted.
func (w *world) counted() {
	w.t.Helper()
	w.Record(intaketest.SignUp("ana@example.org", "newsletter"))
	w.Clock.Pass(7 * 24 * time.Hour)
	w.Record(intaketest.Blank(intaketest.SignUp("ben@example.org", "newsletter", "offers"), "club"))
	eva := intaketest.SignUp("eva@example.org", "newsletter")
	eva.Attributes = &assent.Attributes{Country: "AT", Language: "de"}
	w.Record(intaketest.OneClick(w.Record(eva).Point))
	must(w.t, stats.Follow(w.Archive, w.Org, w.Clock.Now).Count(w.t.Context()))
}

// table reads the cells of the rows of the first table below an element.
func (p *page) table(id string) [][]string {
	p.t.Helper()
	root, err := html.Parse(strings.NewReader(p.body))
	must(p.t, err)
	var out [][]string
	within := id == ""
	for n := range root.Descendants() {
		within = within || attr(n, "id") == id
		if n.Data == "table" && n.Type == html.ElementNode && within {
			for row := range n.Descendants() {
				if row.Data == "tr" {
					out = append(out, cells(row))
				}
			}
			return out
		}
	}
	p.t.Fatalf("%s has no table below %s:\n%s", p.path, id, p.body)
	return nil
}

func cells(row *html.Node) (out []string) {
	for cell := range row.ChildNodes() {
		if cell.Data != "th" && cell.Data != "td" {
			continue
		}
		var text strings.Builder
		for n := range cell.Descendants() {
			if n.Type == html.TextNode {
				text.WriteString(n.Data)
			}
		}
		out = append(out, strings.TrimSpace(text.String()))
	}
	return out
}

func TestTheTableBehindAChartSaysWhatWasDone(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.counted()
	v := w.operator(auth.Viewer)
	got := v.get("/console/stats").is(http.StatusOK).says("As of").table("answers")
	want := [][]string{{"1", "0", "0", "0"}, {"3", "1", "1", "0"}, {"4", "1", "1", "0"}}
	for i, row := range got[len(got)-3:] {
		if !slices.Equal(row[1:], want[i]) {
			t.Errorf("row %q, want %q", row, want[i])
		}
	}
	rows := v.get("/console/stats/country?period=week").is(http.StatusOK).says("Consents given by country", "Austria").table("")
	if len(rows) < 3 || !slices.Equal(rows[len(rows)-1], []string{"Sum", "3", "1"}) {
		t.Errorf("by country: %q", rows)
	}
	v.get("/console/stats/reason").says("Withdrawn by reason", "No reason given")
	v.get("/console/stats.csv?period=month&by=purpose&fact=granted").says("granted,newsletter,3", "granted,offers,1").hides("withdrawn")
	v.get("/console/stats").says("Seen by", `href="/console/stats/method?fact=withdrawn&period=week"`, "Stopped are messages that were about to be sent")
	v.get("/console/stats?period=day&spans=3").says("21 November 2026 to 23 November 2026", "None in this time.")
	v.get("/console/stats?period=day&spans=many").is(http.StatusBadRequest).says("1 to 92 of these periods")
	v.get("/console/stats.csv?fact=granted&fact=withdrawn&spans=1").says("2026-W48,2026-11-23,2026-11-29,withdrawn,,1").hides("refused")
	v.get("/console/stats?period=year").is(http.StatusBadRequest).says("A period is a day, a week or a month.")
	v.get("/console/stats/purpose?fact=x").is(http.StatusBadRequest).says(`"x" cannot be chosen as fact here.`, "granted, requested").hides("erased")
	v.get("/console/stats.csv?fact=x").is(http.StatusBadRequest).says("erased")
	v.get("/console/stats/shoes").is(http.StatusNotFound)
}

func TestTheOverviewTellsTheNumbersThatMatter(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	v.get("/console").says("First steps", "Nothing was counted in this time.")
	w.counted()
	v = w.visitor()
	v.post(w.link(w.hire(auth.Admin)), nil)
	v.get("/console").is(http.StatusOK).says("Consents given", `<p class="big">4</p>`, `<p class="big">1</p>`, "Consents and noes", "How and why people leave", "One click in the mail program", "How good the evidence is", "Austria")
}

func TestWhoCanBeReachedIsCountedOnceSomebodyLooks(t *testing.T) {
	var reach *stats.Slow[stats.Reach]
	w := newWorld(t, intaketest.New(t), func(c *console.Config) {
		reach = stats.NewSlow("reach", c.Now, func(context.Context) (stats.Reach, error) {
			return stats.Reach{Lines: []stats.Reachable{{Purpose: "newsletter", Channel: assent.Email, Allowed: 3, Of: 4}}}, nil
		})
		c.Reachable = reach
	})
	v := w.operator(auth.Viewer)
	if _, err := reach.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
	v.get("/console/stats/reach").is(http.StatusOK).says("It is being counted")
	_, err := reach.Round(t.Context())
	must(t, err)
	v.get("/console/stats/reach?purpose=newsletter&channel=email").is(http.StatusOK).says("Newsletter", "75\u202f%", "As of").hides("being counted")
	v.get("/console/stats/reach?purpose=zzz").is(http.StatusBadRequest).says(`"zzz" cannot be chosen as purpose here.`, "newsletter", "offers")
	v.get("/console/stats/reach?purpose=newsletter&by=shoe").is(http.StatusBadRequest).says("reason, country, language")
}

func TestAxeFindsNothingOnTheNumbers(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.counted()
	tab := webtest.Browser(t)
	webtest.Open(t, tab, w.server.URL+w.link(w.hire(auth.Admin)))
	press(t, tab, "main button")
	for _, path := range []string{"/console", "/console/stats", "/console/stats/country", "/console/stats/grade", "/console/stats/reach"} {
		webtest.Axe(t, tab, webtest.Looks(), w.server.URL+path)
		if wide := webtest.Spills(t, tab); len(wide) > 0 {
			t.Errorf("%s is wider than the window: %v", path, wide)
		}
	}
}
