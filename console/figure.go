package console

import (
	htmltemplate "html/template"
	"math"
	"strconv"
	"strings"
	"time"

	"assent/chart"
	"assent/locale"
	"assent/stats"
)

// Markup is a drawing of package chart, which escapes what it is given.
type Markup = htmltemplate.HTML

// Figure is a chart with its key, and the table of the same numbers.
type Figure struct {
	ID    string
	Title string
	SVG   Markup
	Empty bool // there is nothing to draw
	Keys  []FigureKey
	Note  string // what is counted in it
	CSV   string // address of its numbers as a file; empty: that of the screen
	Spans string // what the first column tells
	Rows  []FigureRow
	Sums  []string
}

// FigureKey is what one colour stands for.
type FigureKey struct{ Class, Name string }

// FigureRow is one span of time.
type FigureRow struct {
	Span  string
	Cells []string
}

// figure draws series over the spans of a report.
func (c *call) figure(id, title string, r *stats.Report, kind chart.Kind, series []chart.Series) Figure {
	drawing := &chart.Chart{Name: title, Kind: kind, Series: series, Say: grouped}
	for _, span := range r.Spans {
		drawing.Columns, drawing.Ticks = append(drawing.Columns, c.spanName(r.Grain, span)), append(drawing.Ticks, tick(r.Grain, span))
	}
	f := Figure{ID: id, Title: title, SVG: Markup(drawing.SVG()), Spans: c.words.Text("console.stats.grain." + string(r.Grain)), Empty: true}
	for i, s := range series {
		f.Keys = append(f.Keys, FigureKey{drawing.Class(i), s.Name})
	}
	for i := range r.Spans {
		row := FigureRow{Span: drawing.Columns[i]}
		for _, s := range series {
			row.Cells = append(row.Cells, grouped(s.Values[i]))
		}
		f.Rows = append(f.Rows, row)
	}
	for _, s := range series {
		var sum int64
		for _, n := range s.Values {
			sum += n
		}
		f.Sums = append(f.Sums, grouped(sum))
		f.Empty = f.Empty && sum == 0
	}
	return f
}

// spanName is a span in full.
func (c *call) spanName(g stats.Grain, s stats.Span) string {
	switch g {
	case stats.Week:
		return c.words.Text("console.stats.week", "week", s.Name[len(s.Name)-2:], "first", s.First)
	case stats.Month:
		return s.Name
	}
	return c.words.Day(s.First)
}

// tick is a span in a few characters.
func tick(g stats.Grain, s stats.Span) string {
	day, err := time.Parse(time.DateOnly, string(s.First))
	switch {
	case err != nil:
		return s.Name
	case g == stats.Week:
		return s.Name[len(s.Name)-3:]
	case g == stats.Month:
		return day.Format("1/06")
	}
	return day.Format("2/1")
}

// grouped writes a number in groups of three digits: 12 345.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			b.WriteRune('\u202f') // narrow no-break space
		}
		b.WriteRune(d)
	}
	return b.String()
}

// change is by how much a number differs from the one before: in percent, or how many times it is, if that is easier to
// take in. Nothing to compare with is a dash.
func change(now, before int64) string {
	switch {
	case before == 0:
		return "–"
	case now >= 10*before:
		return "×\u202f" + grouped((now+before/2)/before)
	case now >= before:
		return "+" + percent(now-before, before)
	}
	return "−" + percent(before-now, before)
}

func percent(part, whole int64) string {
	if whole == 0 {
		return "–"
	}
	return grouped(int64(math.Round(100*float64(part)/float64(whole)))) + "\u202f%"
}

// valueName says in words what a counter's value is.
func (c *call) valueName(by stats.Side, fact stats.Fact, value string) string {
	if text, ok := c.words.Lookup("console.stats.value." + string(by) + "." + orElse(value, "none")); ok {
		return text
	}
	switch by {
	case stats.Purpose:
		if p, ok := c.catalogue.Purpose(value); ok {
			return name(c, p)
		}
	case stats.Brand:
		if b, ok := c.catalogue.Brand(value); ok {
			return orElse(b.Name, value)
		}
	case stats.Channel:
		return orElse(c.words.Text("channel."+value), value)
	case stats.Country:
		return country(c.words, value)
	case stats.Collected:
		if p, ok := c.catalogue.CollectionPoint(value); ok {
			title, _ := c.words.Pick(p.Titles)
			return orElse(title, value)
		}
	case stats.Reason:
		return c.reasonName(fact, value)
	}
	return value
}

// reasonName words a reason: one that a person chose, the basis of a message, or the code of a decision.
func (c *call) reasonName(fact stats.Fact, value string) string {
	prefix := map[stats.Fact]string{stats.Sent: "basis.", stats.Blocked: "reason."}[fact]
	return orElse(c.words.Text(orElse(prefix, "page.leave.reasons.")+value), value)
}

func country(p *locale.Printer, code string) string {
	for _, x := range p.Countries() {
		if x.Code == code {
			return x.Name
		}
	}
	return code
}

// Shown is a part of a screen for a template that several screens share: what it shows, and the screen's frame for its words.
type Shown struct {
	*Frame
	Value any
}

// With hands a part of the screen to a shared template.
func (f *Frame) With(part any) Shown { return Shown{f, part} }
