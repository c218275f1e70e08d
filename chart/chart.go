// Package chart draws numbers over time as SVG, on the server and without a script.
//
// A drawing is as wide as the place it stands in: positions along the x axis are percentages, so letters and lines
// keep their size on a phone and on paper. Colours are classes (t1 to t8) that a style sheet ([CSS]) fills for
// light, dark and print; nothing in a drawing depends on colour alone, since every column tells its numbers
// when pointed at (its <title>), and whoever puts a drawing on a page puts the table of the same numbers beside it.
// To a screen reader the drawing is one picture with a name; the table is what is read.
package chart

import (
	_ "embed"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// CSS is the sheet of all drawings. It builds on the tokens of package look.
//
//go:embed chart.css
var CSS string

// Kind is how numbers are drawn.
type Kind int

// The kinds. Stack is for parts of a whole, Bars for a few rivals, Lines for many columns.
const (
	Stack Kind = iota
	Bars
	Lines
)

// Tones is how many colours there are; more series begin with the first again.
const Tones = 8

// Chart is one drawing.
type Chart struct {
	Name    string // what is drawn, for those who do not see it
	Kind    Kind
	Columns []string // names of the columns, in full
	Ticks   []string // what stands below them, short
	Series  []Series // each with as many values as there are columns, none below 0
	Say     func(int64) string
}

// Series is what is drawn in one colour.
type Series struct {
	Name   string
	Tone   int // 1 to [Tones]; 0: its place among the series
	Values []int64
}

// Class is the colour of the i-th series, from 0.
func (c *Chart) Class(i int) string {
	tone := c.Series[i].Tone
	if tone == 0 {
		tone = i%Tones + 1
	}
	return "t" + strconv.Itoa(tone)
}

// The measures in pixels: the values lie between top and floor, the ticks below.
const (
	height = 232
	top    = 16
	floor  = 200
)

// SVG draws the chart.
func (c *Chart) SVG() string {
	p := &pen{chart: c, step: 100 / float64(max(1, len(c.Columns)))}
	p.fill = min(.72, broadest/p.step)
	p.most, p.line = scale(c.most())
	p.put(`<svg class="chart" role="img" aria-label="%s" height="%d" xmlns="http://www.w3.org/2000/svg">`, escape(c.Name), height)
	p.grid()
	switch c.Kind {
	case Stack:
		p.stack()
	case Bars:
		p.bars()
	case Lines:
		p.lines()
	}
	p.ticks()
	p.tips()
	p.put(`</svg>`)
	return p.String()
}

// most is the highest value that is drawn.
func (c *Chart) most() (most int64) {
	for i := range c.Columns {
		var sum int64
		for _, s := range c.Series {
			if sum += s.Values[i]; c.Kind != Stack {
				most = max(most, s.Values[i])
			}
		}
		if c.Kind == Stack {
			most = max(most, sum)
		}
	}
	return most
}

// scale chooses where the axis ends and how far apart its lines are: two to five lines at round numbers.
func scale(most int64) (end, line float64) {
	m := math.Max(1, float64(most))
	line = math.Pow(10, math.Floor(math.Log10(m)))
	switch {
	case m/line > 5:
		line *= 2
	case m/line <= 1:
		line /= 5
	case m/line <= 2:
		line /= 2
	}
	line = math.Max(1, line)
	return math.Ceil(m/line) * line, line
}

// pen draws one chart.
type pen struct {
	strings.Builder
	chart      *Chart
	most, line float64
	step       float64 // width of a column, in percent
	fill       float64 // share of it that bars take
}

// broadest is how much of the drawing the bars of one column take at most, in percent.
const broadest = 40

func (p *pen) put(format string, args ...any) { fmt.Fprintf(p, format, args...) }

// y is where a value lies.
func (p *pen) y(value float64) string { return round(floor - value/p.most*(floor-top)) }

// x is where a share of a column lies.
func (p *pen) x(column int, share float64) string {
	return round((float64(column)+share)*p.step) + "%"
}

// grid draws the lines of the axis with their numbers.
func (p *pen) grid() {
	for v := 0.0; v <= p.most; v += p.line {
		p.put(`<line class="grid" x1="0" x2="100%%" y1="%[1]s" y2="%[1]s"/>`, p.y(v))
		p.put(`<text class="value" x="-8" y="%s" dy=".32em" text-anchor="end">%s</text>`, p.y(v), escape(p.say(int64(v))))
	}
}

func (p *pen) say(n int64) string {
	if p.chart.Say == nil {
		return strconv.FormatInt(n, 10)
	}
	return p.chart.Say(n)
}

func (p *pen) stack() {
	for i := range p.chart.Columns {
		below := 0.0
		for s := range p.chart.Series {
			value := float64(p.chart.Series[s].Values[i])
			p.bar(s, p.x(i, (1-p.fill)/2), round(p.step*p.fill), below, value)
			below += value
		}
	}
}

func (p *pen) bars() {
	n := float64(len(p.chart.Series))
	for i := range p.chart.Columns {
		for s := range p.chart.Series {
			p.bar(s, p.x(i, (1-p.fill)/2+p.fill*float64(s)/n), round(p.step*p.fill/n), 0, float64(p.chart.Series[s].Values[i]))
		}
	}
}

func (p *pen) bar(series int, x, width string, below, value float64) {
	if value == 0 {
		return
	}
	p.put(`<rect class="%s" x="%s" width="%s%%" y="%s" height="%s"/>`,
		p.chart.Class(series), x, width, p.y(below+value), round(value/p.most*(floor-top)))
}

func (p *pen) lines() {
	for s, series := range p.chart.Series {
		for i, v := range series.Values {
			if i > 0 {
				p.put(`<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`,
					p.chart.Class(s), p.x(i-1, .5), p.y(float64(series.Values[i-1])), p.x(i, .5), p.y(float64(v)))
			}
			if len(series.Values) <= 31 {
				p.put(`<circle class="%s" cx="%s" cy="%s" r="3"/>`, p.chart.Class(s), p.x(i, .5), p.y(float64(v)))
			}
		}
	}
}

// ticks names some of the columns: twelve at most, and five on a narrow screen.
func (p *pen) ticks() {
	n := len(p.chart.Ticks)
	wide, narrow := (n+11)/12, (n+4)/5
	narrow = (narrow + wide - 1) / max(1, wide) * wide // each that shows on a narrow screen shows on a wide one
	for i, text := range p.chart.Ticks {
		back := n - 1 - i // the last one is always named
		if back%wide != 0 {
			continue
		}
		class := "tick"
		if back%narrow != 0 {
			class = "tick wide"
		}
		p.put(`<text class="%s" x="%s" y="%d" text-anchor="middle">%s</text>`, class, p.x(i, .5), floor+20, escape(text))
	}
}

// tips lay over each column what it says when it is pointed at.
func (p *pen) tips() {
	for i, name := range p.chart.Columns {
		said := []string{name}
		for _, s := range p.chart.Series {
			said = append(said, s.Name+": "+p.say(s.Values[i]))
		}
		p.put(`<rect class="tip" x="%s" width="%s%%" y="0" height="%d"><title>%s</title></rect>`,
			p.x(i, 0), round(p.step), floor, escape(strings.Join(said, "\n")))
	}
}

// Bar is a small bar that shows a part of a whole beside its number.
func Bar(part, whole int64) string {
	share := 0.0
	if whole > 0 {
		share = 100 * float64(part) / float64(whole)
	}
	return fmt.Sprintf(`<svg class="part" aria-hidden="true" height="8" xmlns="http://www.w3.org/2000/svg"><rect class="all" width="100%%" height="8"/><rect class="t1" width="%s%%" height="8"/></svg>`, round(share))
}

// round writes a number with two digits behind the point at most.
func round(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder takes all
	return b.String()
}
