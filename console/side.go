package console

import (
	"slices"

	"assent/chart"
	"assent/stats"
)

// SideScreen tells one fact from one side: consents by country.
type SideScreen struct {
	Frame
	Period
	Counted
	By     stats.Side
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
	if err := p.chooseFact(c, by); err != nil {
		return err
	}
	r, err := s.report(c, p.ask(by, p.Fact))
	if err != nil {
		return err
	}
	screen := &SideScreen{Frame: s.frame(c, "side"), Period: p, Counted: countedIn(r), By: by}
	screen.Title = c.words.Text("console.side.title", "fact", c.words.Text("console.stats.fact."+string(p.Fact)), "side", c.words.Text("console.stats.by."+string(by)))
	screen.Docs, screen.CSV = docsOfStats, "/console/stats.csv?"+p.query(by, p.Fact)
	if len(r.Lines) > 0 {
		screen.Figure = c.figure("parts", screen.Title, r, chart.Stack, c.parted(r, by))
		screen.Parts = c.parts(r, by)
	}
	return s.draw(c, screen)
}

// chooseFact offers the facts that a side shows, and takes the one that suits it best unless one is chosen.
func (p *Period) chooseFact(c *call, by stats.Side) error {
	var shown []stats.Fact
	for _, f := range stats.Facts() {
		if by.Shows(f) {
			shown = append(shown, f)
			p.Facts = append(p.Facts, ChoiceOption{string(f), c.words.Text("console.stats.fact." + string(f))})
		}
	}
	if p.Fact != "" {
		return among("fact", p.Fact, shown)
	}
	p.Fact = stats.Granted
	if by == stats.Reason {
		p.Fact = stats.Withdrawn
	}
	return nil
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
