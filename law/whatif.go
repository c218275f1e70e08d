package law

import (
	"cmp"
	"slices"
)

// wouldAllowIf lists the smallest sets of conditions and gates that could still be met and
// would then permit the message. A basis that the facts do not speak of is one such thing,
// by the name of what it is about.
func (o *outcome) wouldAllowIf() [][]string {
	gates, ok := o.liftable()
	if !ok {
		return nil
	}
	var sets [][]string
	for i := range o.cell.bases {
		if set, ok := o.missing(i); ok {
			set = append(set, gates...)
			slices.Sort(set)
			sets = append(sets, slices.Compact(set))
		}
	}
	return smallest(sets)
}

// liftable names the closed gates; not ok if one of them is final.
func (o *outcome) liftable() ([]string, bool) {
	var out []string
	for _, g := range o.shut() {
		if g.rule.Final {
			return nil, false
		}
		out = append(out, g.name)
	}
	return out, true
}

// missing names what a basis lacks; not ok if something of it can never be met.
func (o *outcome) missing(i int) ([]string, bool) {
	var out []string
	b := o.cell.bases[i]
	for k, c := range b.conds {
		if o.met.has(o.cell.first[i] + k) {
			continue
		}
		if c.rule.Final {
			return nil, false
		}
		if o.about(i) || k == b.about {
			out = append(out, c.name)
		}
	}
	return out, true
}

// smallest drops every set that holds another one, and sorts the rest by size.
func smallest(sets [][]string) [][]string {
	slices.SortFunc(sets, func(a, b []string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), slices.Compare(a, b))
	})
	var out [][]string
	for _, s := range sets {
		holds := func(small []string) bool {
			return !slices.ContainsFunc(small, func(name string) bool { return !slices.Contains(s, name) })
		}
		if !slices.ContainsFunc(out, holds) {
			out = append(out, s)
		}
	}
	return out
}
