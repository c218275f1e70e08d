package stats

import (
	"fmt"
	"slices"
	"time"

	"assent"
)

// Grain is how long the spans of a chart are.
type Grain string

// The grains. Weeks begin on Monday (ISO 8601).
const (
	Day   Grain = "day"
	Week  Grain = "week"
	Month Grain = "month"
)

// Grains lists every grain.
func Grains() []Grain { return []Grain{Day, Week, Month} }

// most is how many spans of a grain one report shows at most, usual how many it does if nobody says.
var most, usual = map[Grain]int{Day: 92, Week: 53, Month: 36}, map[Grain]int{Day: 30, Week: 12, Month: 12}

// Usual is how many spans a report has if nobody says.
func (g Grain) Usual() int { return usual[g] }

// Span is a day, a week or a month.
type Span struct {
	Name  string     `json:"name" example:"2026-W47" doc:"2026-11-22, 2026-W47 or 2026-11"`
	First assent.Day `json:"first"`
	Last  assent.Day `json:"last"`
}

// name is that of the span of a grain in which a day lies. Names of one grain stand in the order of time.
func (g Grain) name(day time.Time) string {
	switch g {
	case Week:
		year, week := day.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case Month:
		return day.Format("2006-01")
	}
	return day.Format(time.DateOnly)
}

// begin is the first day of the span in which a day lies.
func (g Grain) begin(day time.Time) time.Time {
	switch g {
	case Week:
		return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	case Month:
		return day.AddDate(0, 0, 1-day.Day())
	}
	return day
}

// next is the first day of the n-th span after the one that begins on a day; n may be negative.
func (g Grain) next(begin time.Time, n int) time.Time {
	switch g {
	case Week:
		return begin.AddDate(0, 0, 7*n)
	case Month:
		return begin.AddDate(0, n, 0)
	}
	return begin.AddDate(0, 0, n)
}

// spans are n spans, the last of which holds the day.
func (g Grain) spans(until time.Time, n int) []Span {
	out, begin := make([]Span, n), g.begin(until)
	for i := range out {
		first := g.next(begin, i-n+1)
		out[i] = Span{g.name(first), assent.DayOf(first), assent.DayOf(g.next(first, 1).AddDate(0, 0, -1))}
	}
	return out
}

// ParseGrain reads a grain; empty is a week. The Problem has the code BAD_GRAIN.
func ParseGrain(s string) (Grain, error) {
	switch g := Grain(s); {
	case s == "":
		return Week, nil
	case slices.Contains(Grains(), g):
		return g, nil
	}
	return "", assent.Problemf("BAD_GRAIN", "A period is a day, a week or a month.").In("period")
}
