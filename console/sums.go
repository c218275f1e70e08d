package console

import "assent/stats"

// Sum is what one fact comes to, and from which sides it can be looked at.
type Sum struct {
	Name          string
	Count, Before string
	Change        string
	Sides         []ChoiceOption // address and name of each
}

// sums are the facts that were counted in the time or in the one before.
func (c *call) sums(r *stats.Report, p Period) (out []Sum) {
	for _, f := range stats.Facts() {
		l := r.Sum(f)
		if l.Total == 0 && l.Before == 0 {
			continue
		}
		sum := Sum{Name: c.words.Text("console.stats.fact." + string(f)), Count: grouped(l.Total), Before: grouped(l.Before), Change: change(l.Total, l.Before)}
		for _, side := range stats.Sides() {
			if side.Shows(f) {
				sum.Sides = append(sum.Sides, ChoiceOption{"/console/stats/" + string(side) + "?" + p.query(stats.Whole, f), c.words.Text("console.stats.side." + string(side))})
			}
		}
		out = append(out, sum)
	}
	return out
}
