package stats

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"assent"
	"assent/catalogue"
	"assent/store"
)

// Desk tells the counters. It is safe for concurrent use.
type Desk struct {
	Archive *store.Archive
	Shelf   *catalogue.Shelf
	Now     func() time.Time
}

// Ask says what to tell.
type Ask struct {
	Grain   Grain          // empty: weeks
	Until   assent.Day     // in the last span; empty: today, on the calendar of the organisation
	Spans   int            // how many; 0: 30 days, 12 weeks or 12 months
	By      Side           // how lines are told apart
	Purpose string         // empty: every one
	Channel assent.Channel // empty: every one
	Facts   []Fact         // empty: every one that the side shows
}

// Report is what was counted. A no that reaches every purpose or channel has "*" in its place, and is counted for each
// of them that is asked for by name: who leaves everything leaves the newsletter.
type Report struct {
	Grain Grain  `json:"period" enum:"day,week,month"`
	By    Side   `json:"by,omitzero" doc:"How lines are told apart; missing: not at all"`
	Spans []Span `json:"spans"`
	Prior Days   `json:"compared_with" doc:"As many before"`
	Lines []Line `json:"lines" doc:"Those with a number other than 0, now or before"`
	As    AsOf   `json:"as_of"`
}

// Line is one fact, with one value of the side.
type Line struct {
	Fact   Fact    `json:"fact" enum:"granted,requested,confirmed,passive,refused,withdrawn,objected,undone,retracted,suppressed,sent,blocked,erased"`
	Value  string  `json:"value" doc:"Of the side that lines are told apart by; empty: not known"`
	Counts []int64 `json:"counts" doc:"In each of the spans"`
	Total  int64   `json:"total" doc:"In all of them"`
	Before int64   `json:"before" doc:"In as many spans before"`
}

// AsOf says how much of the log has been counted.
type AsOf struct {
	At       time.Time `json:"at" doc:"What was recorded until then is counted"`
	Position int64     `json:"position" doc:"How many events"`
	Head     int64     `json:"head" doc:"How many there are"`
}

// Days are those from the first to the last.
type Days struct {
	First assent.Day `json:"first"`
	Last  assent.Day `json:"last"`
}

// Days are those of all spans.
func (r *Report) Days() Days { return daysOf(r.Spans) }

func daysOf(spans []Span) Days { return Days{spans[0].First, spans[len(spans)-1].Last} }

// Report tells the counters of some spans and of as many before them. Its error is a Problem if the ask cannot be
// read or the store does not answer.
func (d *Desk) Report(ctx context.Context, org assent.ID, ask Ask) (*Report, error) {
	until, err := d.prepare(ctx, org, &ask)
	if err != nil {
		return nil, err
	}
	twice := ask.Grain.spans(until, 2*ask.Spans)
	r := &Report{Grain: ask.Grain, By: ask.By, Spans: twice[ask.Spans:], Prior: daysOf(twice[:ask.Spans])}
	err = d.Archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.Counters(string(ask.Grain), string(ask.By.kept()), twice[0].Name, twice[len(twice)-1].Name)
		if err != nil {
			return err
		}
		r.Lines = lines(rows, ask, r.Spans)
		r.As, err = d.asOf(v)
		return err
	})
	return r, err
}

// prepare checks the ask and fills in what it leaves open.
func (d *Desk) prepare(ctx context.Context, org assent.ID, ask *Ask) (until time.Time, err error) {
	if ask.Grain, err = ParseGrain(string(ask.Grain)); err != nil {
		return until, err
	}
	if ask.By != Whole && !slices.Contains(Sides(), ask.By) {
		return until, assent.Problemf("BAD_SIDE", "Numbers can be told apart by %s.", joined(Sides())).In("by")
	}
	if ask.Spans == 0 {
		ask.Spans = usual[ask.Grain]
	}
	if ask.Spans < 1 || ask.Spans > most[ask.Grain] {
		return until, assent.Problemf("BAD_SPANS", "One report shows 1 to %d of these periods.", most[ask.Grain]).In("spans")
	}
	if ask.Until == "" {
		cat, err := d.Shelf.Current(ctx, org)
		if err != nil {
			return until, err
		}
		zone, err := time.LoadLocation(cat.Settings().TimeZone)
		if err != nil {
			return until, err
		}
		ask.Until = assent.DayOf(d.Now().In(zone))
	}
	if _, err := assent.ParseDay(string(ask.Until)); err != nil {
		return until, err
	}
	return time.Parse(time.DateOnly, string(ask.Until))
}

func joined(sides []Side) string {
	var out []string
	for _, s := range sides {
		out = append(out, string(s))
	}
	return strings.Join(out, ", ")
}

// kept is the side under which the counters are kept.
func (s Side) kept() Side {
	if s == Purpose || s == Channel {
		return Whole
	}
	return s
}

// of is the value that a counter has on the side.
func (s Side) of(c *store.Counter) string {
	switch s {
	case Purpose:
		return c.Purpose
	case Channel:
		return c.Channel
	}
	return c.Value
}

// wants reports whether a counter was asked for.
func (a *Ask) wants(c *store.Counter) bool {
	return (a.Purpose == "" || a.Purpose == c.Purpose || c.Purpose == assent.Any) && (a.Channel == "" || string(a.Channel) == c.Channel || c.Channel == assent.Any) &&
		(len(a.Facts) == 0 || slices.Contains(a.Facts, Fact(c.Fact)))
}

// lines adds the counters up, by fact and value. What lies before the spans is the time to compare with.
func lines(rows []store.Counter, ask Ask, spans []Span) []Line {
	place := map[string]int{}
	for i, s := range spans {
		place[s.Name] = i
	}
	type key struct{ fact, value string }
	found := map[key]*Line{}
	for i := range rows {
		c := &rows[i]
		if !ask.wants(c) {
			continue
		}
		k := key{c.Fact, ask.By.of(c)}
		if found[k] == nil {
			found[k] = &Line{Fact: Fact(k.fact), Value: k.value, Counts: make([]int64, len(spans))}
		}
		if at, now := place[c.Span]; now {
			found[k].Counts[at] += c.Count
			found[k].Total += c.Count
		} else {
			found[k].Before += c.Count
		}
	}
	out := make([]Line, 0, len(found))
	for _, l := range found {
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b Line) int {
		return cmp.Or(
			cmp.Compare(slices.Index(Facts(), a.Fact), slices.Index(Facts(), b.Fact)), cmp.Compare(b.Total, a.Total), cmp.Compare(a.Value, b.Value))
	})
	return out
}

// asOf tells how far the log has been counted. Events that count nothing need no counting.
func (d *Desk) asOf(v *store.View) (as AsOf, err error) {
	as.At = d.Now().UTC().Truncate(time.Millisecond)
	if as.Position, err = v.Cursor(name); err != nil {
		return as, err
	}
	if as.Head, err = v.Head(); err != nil || as.Position >= as.Head {
		return as, err
	}
	next, err := v.Events(as.Position, idle)
	if err != nil {
		return as, err
	}
	if i := slices.IndexFunc(next, tells); i >= 0 {
		as.At, as.Position = next[i].Recorded, next[i].Number
	} else if as.Position += int64(len(next)); as.Position < as.Head {
		as.At = next[len(next)-1].Recorded
	}
	return as, nil
}

// Behind reports whether more of the log is to be counted than arrives in a moment.
func (a AsOf) Behind() bool { return a.Head-a.Position > 2*stride }

// Find returns the line of a fact and value; all zeros if there is none.
func (r *Report) Find(fact Fact, value string) Line {
	for _, l := range r.Lines {
		if l.Fact == fact && l.Value == value {
			return l
		}
	}
	return Line{Fact: fact, Value: value, Counts: make([]int64, len(r.Spans))}
}

// Sum adds the lines of some facts, whatever their value.
func (r *Report) Sum(facts ...Fact) Line {
	out := Line{Counts: make([]int64, len(r.Spans))}
	for _, l := range r.Lines {
		if !slices.Contains(facts, l.Fact) {
			continue
		}
		out.Total, out.Before = out.Total+l.Total, out.Before+l.Before
		for i, n := range l.Counts {
			out.Counts[i] += n
		}
	}
	return out
}
