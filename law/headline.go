package law

import (
	"math"
	"slices"

	"assent"
)

// headline is the one reason that is shown first, with the rule that gives it.
type headline struct {
	reason    assent.Reason
	cites     []Citation
	certainty Certainty
	oblige    assent.ObligationCode
	gate      *gatePlan
}

// denial chooses the headline of a deny: of everything that stands in the way, the first of
// the ordered list. It names what was found; it decides nothing.
func (o *outcome) denial() headline {
	best, rank := o.wanting()
	for _, g := range o.shut() {
		if r := o.v.ed.ranks[g.rank]; r < rank {
			rank = r
			best = headline{reason: g.rule.Reason, cites: g.cites, certainty: g.rule.Certainty, oblige: g.rule.Oblige, gate: g}
		}
	}
	if o.holding < 0 {
		best = o.firstUnmet(best, rank)
	}
	best.reason = o.renamed(best.reason)
	return best
}

// wanting is the headline for want of anything better to say.
func (o *outcome) wanting() (headline, int) {
	if o.holding >= 0 {
		return headline{}, math.MaxInt
	}
	h := headline{reason: assent.ReasonNoBasis, cites: o.cell.cites, certainty: o.cell.row.Certainty}
	if o.cell.row.Otherwise != "" {
		h.reason = o.cell.row.Otherwise
	}
	return h, o.v.ed.ranks[string(assent.ReasonNoBasis)]
}

func (o *outcome) firstUnmet(best headline, rank int) headline {
	for i, b := range o.cell.bases {
		if !o.about(i) {
			continue
		}
		for k, c := range b.conds {
			r := o.v.ed.ranks[c.rank]
			if c.rule.Unnamed || r >= rank || !o.lacks(i, k) {
				continue
			}
			rank = r
			best = headline{reason: c.rule.Reason, cites: c.cites, certainty: c.rule.Certainty, oblige: c.rule.Oblige}
		}
	}
	return best
}

// renamed gives a denial the name of its reclassification.
func (o *outcome) renamed(r assent.Reason) assent.Reason {
	if o.judged == nil || o.judged.Denied == "" || slices.Contains(o.judged.Except, r) {
		return r
	}
	return o.judged.Denied
}

// permission names a permit: the first of the ordered list that applies, else the basis.
func (o *outcome) permission() headline {
	b := o.cell.bases[o.holding]
	h := headline{reason: b.rule.Reason, cites: b.cites, certainty: b.rule.Certainty}
	if o.judged != nil && o.judged.Permitted != "" {
		h.reason = o.judged.Permitted
		return h
	}
	for _, list := range [][]namedNode{o.v.ed.permits, b.reasons} {
		for i := range list {
			if list[i].node.truth(o.v) == True {
				h.reason = list[i].reason
				return h
			}
		}
	}
	return h
}
