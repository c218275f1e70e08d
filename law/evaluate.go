package law

import (
	"slices"

	"assent"
)

// outcome is everything that was found out about one question: the truth of each condition
// of each basis of the cell, on the candidate that suits the basis best, and of each gate.
type outcome struct {
	v       *view
	cell    *cell
	judged  *Judgement // how the message was reclassified; nil if it was not
	met     bits       // conditions that hold
	denied  bits       // conditions known not to hold; the rest is unknown
	bound   []int      // per basis, the consent or relationship it was tried on; -1 none
	holding int        // the first basis that holds; -1 none
	closed  uint64     // gates, by their index in the cell
	spared  uint64     // gates that only their exception keeps open
}

// evaluate finds out everything; nil if the question has a word that no table knows.
func (ed *edition) evaluate(f *Facts, q *Question, at Moment) *outcome {
	v := newView(ed, f, q, at)
	o := &outcome{v: v, holding: -1}
	v.out = o
	o.judged = ed.judge(v)
	if o.cell = ed.cell(q.lawOf(at), q.Channel, q.Recipient, v.kind); o.cell == nil {
		return nil
	}
	v.gatherNoes()
	order := v.consentsByFit()
	o.bound = make([]int, len(o.cell.bases))
	for i := range o.cell.bases {
		o.bound[i] = o.tryBasis(i, order)
		if o.holding < 0 && o.met.holds(o.cell.masks[i]) {
			o.holding = i
		}
	}
	o.bindForGates(order)
	for i, g := range o.cell.gates {
		if !g.rule.Timing || !q.AtAnyHour {
			o.tryGate(i, g)
		}
	}
	return o
}

// judge reclassifies the message and returns the judgement that did.
func (ed *edition) judge(v *view) *Judgement {
	for _, j := range ed.judged {
		if j.rule.Kind == v.q.Kind && (j.when == nil || j.when.truth(v) == True) {
			v.kind = j.rule.As
			return j.rule
		}
	}
	return nil
}

// tryBasis tries a basis on each candidate and keeps the first on which all holds, else the best fit.
func (o *outcome) tryBasis(i int, consents []int) int {
	o.v.bindConsent(-1)
	o.v.bindRelation(-1)
	b, mask := o.cell.bases[i], o.cell.masks[i]
	switch b.rule.Over {
	case "consent":
		return o.tryEach(i, consents, mask, o.v.bindConsent)
	case "relationship":
		all := make([]int, len(o.v.f.Relationships))
		for k := range all {
			all[k] = k
		}
		return o.tryEach(i, all, mask, o.v.bindRelation)
	}
	o.test(i)
	return -1
}

func (o *outcome) tryEach(i int, candidates []int, mask bits, bind func(int)) int {
	best, score := -1, -1
	for _, c := range candidates {
		bind(c)
		o.test(i)
		if o.met.holds(mask) {
			return c
		}
		if s := o.score(i); s > score {
			best, score = c, s
		}
	}
	bind(best)
	o.test(i)
	return best
}

// score ranks candidates that fail. Consents come in the order of fit, and the first is
// kept; relationships are ranked by whether the basis is about them, then by what they meet.
func (o *outcome) score(i int) int {
	b := o.cell.bases[i]
	if b.rule.Over == "consent" {
		return 0
	}
	n := 0
	for k := range b.conds {
		if o.met.has(o.cell.first[i] + k) {
			n++
			if k == b.about {
				n += len(b.conds)
			}
		}
	}
	return n
}

// test reads every condition of a basis on the bound candidate.
func (o *outcome) test(i int) {
	first := o.cell.first[i]
	for k, c := range o.cell.bases[i].conds {
		slot := first + k
		o.met.clear(slot)
		o.denied.clear(slot)
		switch c.node.truth(o.v) {
		case True:
			o.met.set(slot)
		case False:
			o.denied.set(slot)
		}
	}
}

// bindForGates gives the gates the consent that carries the message, else the best fit.
func (o *outcome) bindForGates(order []int) {
	best := -1
	if len(order) > 0 {
		best = order[0]
	}
	for i, b := range o.cell.bases {
		if b.rule.Over == "consent" && o.met.holds(o.cell.masks[i]) {
			best, o.v.valid = o.bound[i], true
			break
		}
	}
	o.v.bindConsent(best)
	o.v.bindRelation(-1)
	if h := o.holding; h >= 0 && o.cell.bases[h].rule.Over == "relationship" {
		o.v.bindRelation(o.bound[h])
	}
}

// tryGate closes a gate that is not known to be open.
func (o *outcome) tryGate(i int, g *gatePlan) {
	closed := false
	if g.open != nil {
		closed = g.open.truth(o.v) != True
	} else {
		closed = g.closed.truth(o.v) != False
	}
	switch {
	case !closed:
	case g.unless != nil && g.unless.truth(o.v) == True:
		o.spared |= 1 << i
	default:
		o.closed |= 1 << i
	}
}

func (b *bits) clear(i int) { b[i>>6] &^= 1 << (i & 63) }

// permit is the decision itself: no gate is closed and one basis holds.
func (o *outcome) permit() bool { return o.closed == 0 && o.holding >= 0 }

// basis names the basis that holds, whether it can be used now or not.
func (o *outcome) basis() assent.Basis {
	if o.holding < 0 {
		return assent.NoBasis
	}
	return o.cell.bases[o.holding].rule.Basis
}

// about reports whether the facts speak of a basis at all.
func (o *outcome) about(i int) bool {
	a := o.cell.bases[i].about
	return a < 0 || o.met.has(o.cell.first[i]+a)
}

// lacks reports whether a condition is not met, and whether that counts: an unknown one of
// a basis over a candidate that does not exist says nothing.
func (o *outcome) lacks(i, k int) bool {
	slot := o.cell.first[i] + k
	if o.met.has(slot) {
		return false
	}
	return o.denied.has(slot) || o.cell.bases[i].rule.Over == "" || o.bound[i] >= 0 || k == o.cell.bases[i].about
}

// unmet reports whether some condition of the cell with one of the reasons is not met, or a
// gate with such a reason is kept open by its exception only.
func (o *outcome) unmet(reasons []assent.Reason) bool {
	for i, g := range o.cell.gates {
		if o.spared>>i&1 == 1 && slices.Contains(reasons, g.rule.Reason) {
			return true
		}
	}
	for i, b := range o.cell.bases {
		for k, c := range b.conds {
			if slices.Contains(reasons, c.rule.Reason) && o.lacks(i, k) {
				return true
			}
		}
	}
	return false
}

// spares reports whether only its exception keeps a gate open.
func (o *outcome) spares(gate string) bool {
	i := slices.IndexFunc(o.cell.gates, func(g *gatePlan) bool { return g.name == gate })
	return i >= 0 && o.spared>>i&1 == 1
}

// shut lists the closed gates.
func (o *outcome) shut() []*gatePlan {
	var out []*gatePlan
	for i, g := range o.cell.gates {
		if o.closed>>i&1 == 1 {
			out = append(out, g)
		}
	}
	return out
}
