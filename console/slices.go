package console

import (
	"cmp"
	"slices"

	"assent/chart"
	"assent/stats"
)

// slicing is one way to divide what was counted.
type slicing struct {
	by    stats.Side
	facts []stats.Fact // the first is the one that its own screen begins with
}

// boardCuts are how the overview divides the last weeks, in groups.
var boardCuts = []struct {
	group string
	cuts  []slicing
}{
	{"given", []slicing{
		{stats.Collected, []stats.Fact{stats.Granted}}, {stats.Channel, []stats.Fact{stats.Granted}}, {stats.Brand, []stats.Fact{stats.Granted}},
		{stats.Country, []stats.Fact{stats.Granted}}, {stats.Language, []stats.Fact{stats.Granted}}, {stats.Purpose, []stats.Fact{stats.Granted}},
	}},
	{"left", []slicing{{stats.Method, []stats.Fact{stats.Withdrawn, stats.Objected}}, {stats.Reason, []stats.Fact{stats.Withdrawn, stats.Objected}}, {stats.Purpose, []stats.Fact{stats.Withdrawn, stats.Objected}}}},
	{"stopped", []slicing{
		{stats.Reason, []stats.Fact{stats.Blocked}}, {stats.Purpose, []stats.Fact{stats.Blocked}}, {stats.Channel, []stats.Fact{stats.Blocked}},
	}},
	{"evidence", []slicing{{stats.Grade, []stats.Fact{stats.Granted}}, {stats.Gap, []stats.Fact{stats.Granted}}}},
}

// Slices is a group of them.
type Slices struct {
	Name string // console.board.group.<name>
	List []Slice
}

// Slice is what was counted in the last weeks, divided by one side; the largest parts first.
type Slice struct {
	Name, URL string
	Parts     []Part
}

// sliceParts is how many parts a slice shows; the others are one.
const sliceParts = 5

// slices divides the last weeks in every way; of what did not happen there is none.
func (s *site) slices(c *call) (out []Slices, err error) {
	for _, g := range boardCuts {
		group := Slices{Name: g.group}
		for _, x := range g.cuts {
			r, err := s.report(c, stats.Ask{Grain: stats.Day, Spans: boardDays, By: x.by, Facts: x.facts})
			if err != nil {
				return nil, err
			}
			if parts := c.sliced(r, x); len(parts) > 0 {
				group.List = append(group.List, Slice{
					Name: c.words.Text("console.stats.side." + string(x.by)), Parts: parts,
					URL: "/console/stats/" + string(x.by) + "?" + Period{Grain: stats.Day, Spans: boardDays}.query(stats.Whole, x.facts[0]),
				})
			}
		}
		if len(group.List) > 0 {
			out = append(out, group)
		}
	}
	return out, nil
}

// sliced adds the facts of each value up.
func (c *call) sliced(r *stats.Report, x slicing) (out []Part) {
	var whole, rest int64
	sums, facts := map[string]int64{}, map[string]stats.Fact{}
	var values []string
	for _, l := range r.Lines {
		if l.Total == 0 {
			continue
		}
		if _, seen := sums[l.Value]; !seen {
			values, facts[l.Value] = append(values, l.Value), l.Fact
		}
		sums[l.Value] += l.Total
		whole += l.Total
	}
	slices.SortStableFunc(values, func(a, b string) int { return cmp.Compare(sums[b], sums[a]) })
	for i, v := range values {
		if i >= sliceParts-1 && len(values) > sliceParts {
			rest += sums[v]
			continue
		}
		out = append(out, part(c.valueName(x.by, facts[v], v), sums[v], whole))
	}
	if rest > 0 {
		out = append(out, part(c.words.Text("console.stats.others"), rest, whole))
	}
	return out
}

func part(name string, n, whole int64) Part {
	return Part{Name: name, Count: grouped(n), Share: percent(n, whole), Bar: Markup(chart.Bar(n, whole))}
}
