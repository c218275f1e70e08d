package console

import (
	"net/url"
	"strconv"

	"assent"
	"assent/auth"
	"assent/chart"
	"assent/stats"
)

func statsRoutes() []route {
	return []route{
		{"stats.see", "GET /stats", auth.SeeNumbers, (*site).showStats},
		{"stats.csv", "GET /stats.csv", auth.SeeNumbers, (*site).statsCSV},
		{"stats.side", "GET /stats/{by}", auth.SeeNumbers, (*site).showSide},
		{"stats.reach", "GET /stats/reach", auth.SeeNumbers, (*site).showReach},
		{"stats.reach_csv", "GET /stats/reach.csv", auth.SeeNumbers, (*site).reachCSV},
	}
}

// Period is what the address of a screen of numbers asks for, and what may be chosen instead.
type Period struct {
	At       string // address of the screen
	Grain    stats.Grain
	Until    assent.Day
	Spans    int // 0: as many as usual
	Usual    int
	Purpose  string
	Channel  string
	Fact     stats.Fact // empty: the screen shows several
	Grains   []ChoiceOption
	Purposes []ChoiceOption
	Channels []ChoiceOption
	Facts    []ChoiceOption
}

// period reads the address.
func (s *site) period(c *call, at string) Period {
	query := c.r.URL.Query()
	p := Period{
		At: at, Grain: stats.Grain(orElse(query.Get("period"), string(stats.Week))), Until: assent.Day(query.Get("until")),
		Spans: spansIn(query.Get("spans")), Purpose: query.Get("purpose"), Channel: query.Get("channel"), Fact: stats.Fact(query.Get("fact")),
	}
	p.Usual = p.Grain.Usual()
	for _, g := range stats.Grains() {
		p.Grains = append(p.Grains, ChoiceOption{string(g), c.words.Text("console.stats.grain." + string(g))})
	}
	for _, x := range c.catalogue.Purposes() {
		p.Purposes = append(p.Purposes, ChoiceOption{x.ID, name(c, x)})
	}
	for _, ch := range assent.Channels() {
		p.Channels = append(p.Channels, ChoiceOption{string(ch), c.words.Text("channel." + string(ch))})
	}
	return p
}

// spansIn reads how many periods are asked for; what is no number is left to package stats to refuse.
func spansIn(s string) int {
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n == 0 {
		return -1
	}
	return n
}

// ask is the period as package stats wants it.
func (p Period) ask(by stats.Side, facts ...stats.Fact) stats.Ask {
	return stats.Ask{Grain: p.Grain, Until: p.Until, Spans: p.Spans, By: by, Purpose: p.Purpose, Channel: assent.Channel(p.Channel), Facts: facts}
}

// query is the period as it stands in an address, by a side if one is named, and of some facts alone.
func (p Period) query(by stats.Side, facts ...stats.Fact) string {
	out := url.Values{}
	for key, value := range map[string]string{
		"period": string(p.Grain), "until": string(p.Until), "spans": strconv.Itoa(p.Spans), "purpose": p.Purpose, "channel": p.Channel, "by": string(by),
	} {
		if value != "" && value != "0" {
			out.Set(key, value)
		}
	}
	for _, f := range facts {
		out.Add("fact", string(f))
	}
	return out.Encode()
}

// report asks for numbers, where any are counted.
func (s *site) report(c *call, ask stats.Ask) (*stats.Report, error) {
	if s.Stats == nil {
		return nil, errNoScreen
	}
	return s.Stats.Report(c.r.Context(), s.Org, ask)
}

// StatsScreen tells what people answered over time.
type StatsScreen struct {
	Frame
	Period
	Counted
	Sums    []Sum
	Figures []Figure
	Empty   bool
}

// Counted says which days were counted, and as of when.
type Counted struct {
	As          stats.AsOf
	Days, Prior stats.Days
}

func countedIn(r *stats.Report) Counted { return Counted{r.As, r.Days(), r.Prior} }

// drawn are the charts of the screen: which facts, each in its colour.
var drawn = []struct {
	name  string
	facts []stats.Fact
	tones []int
}{
	{"answers", []stats.Fact{stats.Granted, stats.Refused, stats.Withdrawn, stats.Objected}, []int{3, 8, 4, 2}},
	{"confirmed", []stats.Fact{stats.Requested, stats.Confirmed}, []int{1, 3}},
	{"messages", []stats.Fact{stats.Sent, stats.Blocked, stats.Suppressed}, []int{1, 4, 8}},
}

func (s *site) showStats(c *call) error {
	p := s.period(c, "/console/stats")
	p.Fact = ""
	r, err := s.report(c, p.ask(stats.Whole))
	if err != nil {
		return err
	}
	screen := &StatsScreen{Frame: s.frame(c, "stats"), Period: p, Counted: countedIn(r), Sums: c.sums(r, p), Empty: len(r.Lines) == 0}
	screen.Docs, screen.CSV = docsOfStats, "/console/stats.csv?"+p.query(stats.Whole)
	for _, d := range drawn {
		f := c.figureOf(r, d.name, d.facts, d.tones)
		f.CSV = "/console/stats.csv?" + p.query(stats.Whole, d.facts...)
		screen.Figures = append(screen.Figures, f)
	}
	return s.draw(c, screen)
}

const docsOfStats = "/console/docs/operator#numbers"

// mostBars is how many bars can be told apart in one chart.
const mostBars = 150

// figureOf draws some facts of a report beside each other.
func (c *call) figureOf(r *stats.Report, name string, facts []stats.Fact, tones []int) Figure {
	var series []chart.Series
	for i, f := range facts {
		series = append(series, chart.Series{Name: c.words.Text("console.stats.fact." + string(f)), Tone: tones[i], Values: r.Sum(f).Counts})
	}
	kind := chart.Bars
	if len(series)*len(r.Spans) > mostBars {
		kind = chart.Lines
	}
	f := c.figure(name, c.words.Text("console.stats.figure."+name), r, kind, series)
	f.Note = c.words.Text("console.stats.note." + name)
	return f
}

// statsCSV tells the counters of a side, or of none.
func (s *site) statsCSV(c *call) error {
	p, by := s.period(c, ""), stats.Side(c.r.URL.Query().Get("by"))
	var facts []stats.Fact
	for _, f := range c.r.URL.Query()["fact"] {
		facts = append(facts, stats.Fact(f))
		if err := among("fact", stats.Fact(f), stats.Facts()); err != nil {
			return err
		}
	}
	r, err := s.report(c, p.ask(by, facts...))
	if err != nil {
		return err
	}
	var rows [][]string
	for _, l := range r.Lines {
		for i, span := range r.Spans {
			rows = append(rows, []string{span.Name, string(span.First), string(span.Last), string(l.Fact), l.Value, strconv.FormatInt(l.Counts[i], 10)})
		}
	}
	return c.csv("numbers", []string{"period", "first", "last", "fact", orElse(string(by), "value"), "count"}, rows)
}
