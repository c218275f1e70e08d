package law

import (
	"slices"

	"assent"
)

// Decide answers the question from the facts, as of that moment on the recipient's clock.
// It is pure, and total: an unknown jurisdiction falls back to EU, a channel, recipient or
// kind that no table knows is denied. Where the question wants the stricter of two laws,
// both answer; see [Strictest].
func (b *Book) Decide(f *Facts, q Question, at Moment) Decision {
	if sender, two := b.bySender(q); two {
		return b.decideBoth(f, q, sender, at)
	}
	return b.decideOne(f, q, at)
}

// Brief is Decide without the reasons in full: Failed, Closed, Citations, WouldAllowIf and
// Uncertain are left out, the rest is the same. It is for whole audiences.
func (b *Book) Brief(f *Facts, q Question, at Moment) Decision {
	if sender, two := b.bySender(q); two {
		return b.decideBoth(f, q, sender, at)
	}
	o := b.edition(q).evaluate(f, &q, at)
	if o == nil {
		return b.unheardOf(&q)
	}
	d, _ := o.brief()
	d.ValidUntil, d.Turn = o.lasts()
	return d
}

// decideOne answers by the law of the question's jurisdiction.
func (b *Book) decideOne(f *Facts, q Question, at Moment) Decision {
	d, o := b.decide(f, &q, at)
	if o != nil {
		d.ValidUntil, d.Turn = o.lasts()
	}
	return d
}

// decide answers but for how long; the outcome is nil if no table knows the question.
func (b *Book) decide(f *Facts, q *Question, at Moment) (Decision, *outcome) {
	o := b.edition(*q).evaluate(f, q, at)
	if o == nil {
		return b.unheardOf(q), nil
	}
	return o.decision(), o
}

// unheardOf denies a question with a word that no table knows.
func (b *Book) unheardOf(q *Question) Decision {
	return Decision{Basis: assent.NoBasis, Reason: assent.ReasonNoBasis, Jurisdiction: b.edition(*q).code}
}

// Permits is Decide without the reasons: for whole audiences.
func (b *Book) Permits(f *Facts, q Question, at Moment) bool {
	o := b.edition(q).evaluate(f, &q, at)
	if o == nil || !o.permit() {
		return false
	}
	sender, two := b.bySender(q)
	if !two {
		return true
	}
	o = b.edition(sender).evaluate(f, &sender, at)
	return o != nil && o.permit()
}

// decision writes the outcome down.
func (o *outcome) decision() Decision {
	d, h := o.brief()
	d.Failed = o.failed()
	if !d.Permit {
		d.Closed = o.closedGates(h.gate)
		d.WouldAllowIf = o.wouldAllowIf()
	}
	d.Citations = o.citations(h)
	d.Uncertain = o.uncertain(h)
	return d
}

// brief writes down the answer proper, and gives the rule that names it.
func (o *outcome) brief() (Decision, headline) {
	d := Decision{Permit: o.permit(), Basis: o.basis(), Jurisdiction: o.v.ed.code, Used: o.used()}
	var h headline
	if d.Permit {
		h = o.permission()
		d.ExpiresOn = o.expiry()
		d.Obligations = o.obligations(o.end(d.ExpiresOn))
	} else {
		h = o.denial()
		d.Basis = o.nameable(d.Basis)
		d.Obligations = demanded(h.oblige)
	}
	d.Reason = h.reason
	return d, h
}

func (o *outcome) expiry() *Date {
	if end := o.expires(); end != 0 {
		return &end
	}
	return nil
}

func (o *outcome) end(d *Date) Date {
	if d == nil {
		return 0
	}
	return *d
}

// nameable keeps the basis of a deny only if nothing but timing is in its way.
func (o *outcome) nameable(b assent.Basis) assent.Basis {
	for _, g := range o.shut() {
		if !g.rule.Timing {
			return assent.NoBasis
		}
	}
	return b
}

// failed lists the bases that do not hold. Of one that the facts do not speak of, only
// that is said.
func (o *outcome) failed() []FailedBasis {
	var out []FailedBasis
	for i, b := range o.cell.bases {
		if o.met.holds(o.cell.masks[i]) {
			continue
		}
		fb := FailedBasis{Basis: b.rule.Basis, Name: b.name}
		for k, c := range b.conds {
			if !o.lacks(i, k) || !o.about(i) && k != b.about {
				continue
			}
			fb.Unmet = append(fb.Unmet, Unmet{
				Condition: c.name, Reason: c.rule.Reason, Citation: first(c.cites), Text: c.rule.Text,
				Certainty: c.rule.Certainty, Unknown: !o.denied.has(o.cell.first[i] + k),
			})
		}
		out = append(out, fb)
	}
	return out
}

func first(list []Citation) Citation {
	if len(list) == 0 {
		return Citation{}
	}
	return list[0]
}

// closedGates lists what is closed, the one that gives the headline first.
func (o *outcome) closedGates(named *gatePlan) []ClosedGate {
	var out []ClosedGate
	for _, g := range o.shut() {
		c := ClosedGate{Gate: g.name, Reason: g.rule.Reason, Citation: first(g.cites), Text: g.rule.Text, Timing: g.rule.Timing}
		if g == named {
			out = slices.Insert(out, 0, c)
			continue
		}
		out = append(out, c)
	}
	return out
}

// citations gives the norm of the headline, of the judgement and of the cell, each once.
func (o *outcome) citations(h headline) []Citation {
	var out []Citation
	add := func(list []Citation) {
		for _, c := range list {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	add(h.cites)
	if o.judged != nil {
		judged, _ := o.v.ed.cites(o.judged.Cite, o.v.at.Day)
		add(judged)
	}
	add(o.cell.cites)
	return out
}

func (o *outcome) uncertain(h headline) bool {
	return o.cell.row.Certainty == Doubt || h.certainty == Doubt
}

// used points at the facts that carry the decision.
func (o *outcome) used() Used {
	u := Used{Noes: o.v.noes.used}
	for i, b := range o.cell.bases {
		if o.bound[i] < 0 || o.holding >= 0 && i != o.holding || !o.about(i) {
			continue
		}
		list := &u.Consents
		if b.rule.Over == "relationship" {
			list = &u.Relationships
		}
		if !slices.Contains(*list, o.bound[i]) {
			*list = append(*list, o.bound[i])
		}
	}
	return u
}
