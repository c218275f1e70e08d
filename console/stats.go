package console

import (
	"net/url"
	"slices"
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
		Purpose: query.Get("purpose"), Channel: query.Get("channel"), Fact: stats.Fact(query.Get("fact")),
	}
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

// ask is the period as package stats wants it.
func (p Period) ask(by stats.Side, facts ...stats.Fact) stats.Ask {
	return stats.Ask{Grain: p.Grain, Until: p.Until, By: by, Purpose: p.Purpose, Channel: assent.Channel(p.Channel), Facts: facts}
}

// query is the period as it stands in an address, by a side if one is named.
func (p Period) query(by stats.Side) string {
	out := url.Values{}
	for key, value := range map[string]string{
		"period": string(p.Grain), "until": string(p.Until), "purpose": p.Purpose, "channel": p.Channel, "fact": string(p.Fact), "by": string(by),
	} {
		if value != "" {
			out.Set(key, value)
		}
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
	As      stats.AsOf
	Figures []Figure
	Sides   []ChoiceOption // address and name of each side
	Empty   bool
}

// drawn are the charts of the overview: which facts, each in its colour.
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
	screen := &StatsScreen{Frame: s.frame(c, "stats"), Period: p, As: r.As, Empty: len(r.Lines) == 0}
	screen.Docs, screen.CSV = docsOfStats, "/console/stats.csv?"+p.query(stats.Whole)
	for _, d := range drawn {
		screen.Figures = append(screen.Figures, c.figureOf(r, d.name, d.facts, d.tones))
	}
	for _, side := range stats.Sides() {
		screen.Sides = append(screen.Sides, ChoiceOption{"/console/stats/" + string(side) + "?" + p.query(stats.Whole), c.words.Text("console.stats.side." + string(side))})
	}
	return s.draw(c, screen)
}

const docsOfStats = "/console/docs/operator#numbers"

// figureOf draws some facts of a report beside each other.
func (c *call) figureOf(r *stats.Report, name string, facts []stats.Fact, tones []int) Figure {
	var series []chart.Series
	for i, f := range facts {
		series = append(series, chart.Series{Name: c.words.Text("console.stats.fact." + string(f)), Tone: tones[i], Values: r.Sum(f).Counts})
	}
	return c.figure(name, c.words.Text("console.stats.figure."+name), r, chart.Bars, series)
}

// statsCSV tells the counters of a side, or of none.
func (s *site) statsCSV(c *call) error {
	p, by := s.period(c, ""), stats.Side(c.r.URL.Query().Get("by"))
	var facts []stats.Fact
	if p.Fact != "" {
		facts = append(facts, p.Fact)
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

// SideScreen tells one fact from one side: consents by country.
type SideScreen struct {
	Frame
	Period
	By     stats.Side
	As     stats.AsOf
	Figure Figure
	Parts  []Part
}

// Part is one value of the side.
type Part struct {
	Name          string
	Count, Before string
	Change        string
	Share         string
	Bar           Markup
}

// colours is how many values get a colour of their own; the rest share the last.
const colours = chart.Tones - 1

func (s *site) showSide(c *call) error {
	by := stats.Side(c.r.PathValue("by"))
	if !slices.Contains(stats.Sides(), by) {
		return errNoScreen
	}
	p := s.period(c, "/console/stats/"+string(by))
	p.chooseFact(c, by)
	r, err := s.report(c, p.ask(by, p.Fact))
	if err != nil {
		return err
	}
	screen := &SideScreen{Frame: s.frame(c, "side"), Period: p, By: by, As: r.As}
	screen.Title = c.words.Text("console.side.title", "fact", c.words.Text("console.stats.fact."+string(p.Fact)), "side", c.words.Text("console.stats.by."+string(by)))
	screen.Docs, screen.CSV = docsOfStats, "/console/stats.csv?"+p.query(by)
	if len(r.Lines) > 0 {
		screen.Figure = c.figure("parts", screen.Title, r, chart.Stack, c.parted(r, by))
		screen.Parts = c.parts(r, by)
	}
	return s.draw(c, screen)
}

// chooseFact offers the facts that a side shows, and takes the first that suits it unless one is chosen.
func (p *Period) chooseFact(c *call, by stats.Side) {
	for _, f := range stats.Facts() {
		if by.Shows(f) {
			p.Facts = append(p.Facts, ChoiceOption{string(f), c.words.Text("console.stats.fact." + string(f))})
		}
	}
	if p.Fact = stats.Fact(c.r.URL.Query().Get("fact")); by.Shows(p.Fact) && slices.Contains(stats.Facts(), p.Fact) {
		return
	}
	p.Fact = stats.Granted
	if by == stats.Reason {
		p.Fact = stats.Withdrawn
	}
}

// parted gives the largest values a colour each.
func (c *call) parted(r *stats.Report, by stats.Side) []chart.Series {
	var out []chart.Series
	for i, l := range r.Lines {
		switch {
		case i < colours:
			out = append(out, chart.Series{Name: c.valueName(by, l.Fact, l.Value), Values: slices.Clone(l.Counts)})
		case i == colours:
			out = append(out, chart.Series{Name: c.words.Text("console.stats.others"), Values: slices.Clone(l.Counts)})
		default:
			for j, n := range l.Counts {
				out[colours].Values[j] += n
			}
		}
	}
	return out
}

// parts lists all values, the largest first, each with its share and what it was before.
func (c *call) parts(r *stats.Report, by stats.Side) []Part {
	whole := r.Sum(stats.Facts()...)
	var out []Part
	for _, l := range r.Lines {
		out = append(out, Part{
			Name: c.valueName(by, l.Fact, l.Value), Count: grouped(l.Total), Before: grouped(l.Before), Change: change(l.Total, l.Before),
			Share: percent(l.Total, whole.Total), Bar: Markup(chart.Bar(l.Total, whole.Total)),
		})
	}
	return out
}
