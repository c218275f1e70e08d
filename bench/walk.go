package main

import "slices"

// walker is the table linked for a plain walk in Go: rules by number, bases by what they need.
type walker struct {
	rules []rule // all conditions, then all gates
	rows  []walkedRow
	gates []walkedGate
}

type walkedRow struct {
	*row
	bases [][]int
}

type walkedGate struct {
	*gate
	rule   int
	spared []int // what the basis needs that spares it
}

func newWalker() *walker {
	w := &walker{}
	number := map[string]int{}
	for _, c := range conditions {
		number[c.name] = len(w.rules)
		w.rules = append(w.rules, c)
	}
	needs := map[string][]int{}
	for _, b := range bases {
		needs[b.name] = []int{}
		for _, n := range b.needs {
			needs[b.name] = append(needs[b.name], number[n])
		}
	}
	for i := range gates {
		w.gates = append(w.gates, walkedGate{&gates[i], len(w.rules), needs[gates[i].spared]})
		w.rules = append(w.rules, gates[i].rule)
	}
	for i := range rows {
		r := walkedRow{row: &rows[i]}
		for _, b := range rows[i].bases {
			r.bases = append(r.bases, needs[b])
		}
		w.rows = append(w.rows, r)
	}
	return w
}

// permits walks the table for one question. What a rule says is asked of holds, so that the same walk runs over facts and
// over answers that are prepared.
func (w *walker) permits(in *Input, holds func(rule int) bool) bool {
	lacks := func(rule int) bool { return !holds(rule) }
	for i := range w.gates {
		g := &w.gates[i]
		if g.concerns(in) && holds(g.rule) && (g.spared == nil || !in.OutsideHours || slices.ContainsFunc(g.spared, lacks)) {
			return false
		}
	}
	for i := range w.rows {
		if w.rows[i].covers(in) {
			return slices.ContainsFunc(w.rows[i].bases, func(needs []int) bool { return !slices.ContainsFunc(needs, lacks) })
		}
	}
	return false
}

// truths are the answers of all rules for one input.
func (w *walker) truths(in *Input) []bool {
	out := make([]bool, len(w.rules))
	for i, r := range w.rules {
		out[i] = r.holds(in)
	}
	return out
}

func (r *row) covers(in *Input) bool {
	return slices.Contains(r.channels, in.Channel) && slices.Contains(r.recipients, in.Recipient) &&
		(r.when == "" || (r.when == "after") == (in.Day >= changed))
}

func (g *gate) concerns(in *Input) bool {
	return (g.channels == nil || slices.Contains(g.channels, in.Channel)) && (g.recipients == nil || slices.Contains(g.recipients, in.Recipient))
}
