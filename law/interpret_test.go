package law

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"assent"
)

// The plain reading of a pack: rules are looked up by name and date when they are needed,
// expressions are walked as they are written. It knows nothing of tables, slots or masks,
// and must agree with the compiled form on every question.
type reading struct {
	v       *view
	rules   *rules
	profile Profile
	law     Date // whose law is read
}

func readPlainly(p *Pack, f *Facts, q Question, at Moment) (permit bool, basis assent.Basis) {
	profile := q.Profile
	if profile == "" {
		profile = Prudent
	}
	r := &reading{v: newView(p.editions[profile], f, &q, at), rules: p.rules, profile: profile, law: at.Day}
	if q.UnderLawOf != 0 {
		r.law = q.UnderLawOf
	}
	r.classify()
	r.v.gatherNoes()
	row := r.row()
	if row == nil {
		return false, assent.NoBasis
	}
	basis = assent.NoBasis
	carrying := -1
	for _, name := range row.Bases {
		b := r.rules.Bases[name]
		if !b.in(r.law, profile) {
			continue
		}
		candidate, holds := r.holds(b)
		if !holds {
			continue
		}
		if basis == assent.NoBasis {
			basis = b.Basis
		}
		if b.Over == "consent" && carrying < 0 {
			carrying = candidate
		}
	}
	return basis != assent.NoBasis && !r.closed(carrying), basis
}

func (r *reading) classify() {
	for _, j := range r.rules.Judged {
		if j.Kind == r.v.q.Kind && (j.When == nil || r.walk(j.When) == True) {
			r.v.kind = j.As
			return
		}
	}
}

func (r *reading) row() *CellRow {
	for _, layer := range r.rules.layers {
		for i := range layer {
			if layer[i].in(r.law, r.profile) && layer[i].covers(r.v.q.Channel, r.v.q.Recipient, r.v.kind) {
				return &layer[i]
			}
		}
	}
	return nil
}

// holds reports whether all conditions hold on one and the same candidate.
func (r *reading) holds(b BasisRule) (int, bool) {
	r.v.bindConsent(-1)
	r.v.bindRelation(-1)
	all := func() bool {
		for _, name := range b.Needs {
			c := r.rules.Conditions[name]
			if c.in(r.law, r.profile) && r.walk(&c.Needs) != True {
				return false
			}
		}
		return true
	}
	switch b.Over {
	case "consent":
		for _, i := range r.v.consentsByFit() {
			if r.v.bindConsent(i); all() {
				return i, true
			}
		}
		return -1, false
	case "relationship":
		for i := range r.v.f.Relationships {
			if r.v.bindRelation(i); all() {
				return i, true
			}
		}
		return -1, false
	}
	return -1, all()
}

func (r *reading) closed(carrying int) bool {
	r.v.valid = carrying >= 0
	if order := r.v.consentsByFit(); carrying < 0 && len(order) > 0 {
		carrying = order[0]
	}
	r.v.bindConsent(carrying)
	r.v.bindRelation(-1)
	for _, g := range r.rules.Gates {
		if g.Timing && r.v.q.AtAnyHour {
			continue
		}
		if g.Drop || !g.in(r.law, r.profile) || !g.concerns(r.v.q.Channel, r.v.q.Recipient, r.v.kind) {
			continue
		}
		shut := g.Open != nil && r.walk(g.Open) != True || g.Closed != nil && r.walk(g.Closed) != False
		if shut && (g.Unless == nil || r.walk(g.Unless) != True) {
			return true
		}
	}
	return false
}

func (r *reading) walk(e *Expr) Truth {
	switch {
	case e.Not != nil:
		return negate(r.walk(e.Not))
	case e.All != nil:
		return r.worst(e.All, True, False)
	case e.Any != nil:
		return r.worst(e.Any, False, True)
	case e.Relationship != nil:
		return r.someRelationship(e.Relationship)
	case e.Flag == "always":
		return True
	case e.Flag == "never":
		return False
	case e.Flag != "":
		return r.fact(e.Flag).flag(r.v)
	case e.Denied != "":
		return truth(r.fact(e.Denied).flag(r.v) == False)
	case e.Profile != "":
		return truth(r.profile == e.Profile)
	case e.Attempts != nil:
		return truth(r.v.attempts(e.Attempts.Within) >= e.Attempts.AtLeast)
	case e.Outside != "":
		w := r.rules.Windows[e.Outside]
		return truth(!w.open(r.v.at, r.rules.Holidays))
	case len(e.Kind) > 0:
		return truth(slices.Contains(e.Kind, r.v.q.Kind))
	}
	return r.compare(e)
}

func (r *reading) worst(parts []Expr, neutral, decisive Truth) Truth {
	var seen []Truth
	for i := range parts {
		seen = append(seen, r.walk(&parts[i]))
	}
	switch {
	case slices.Contains(seen, decisive):
		return decisive
	case slices.Contains(seen, NotKnown):
		return NotKnown
	}
	return neutral
}

func (r *reading) someRelationship(e *Expr) Truth {
	seen := []Truth{False}
	for i := range r.v.f.Relationships {
		r.v.bindRelation(i)
		seen = append(seen, r.walk(e))
	}
	r.v.bindRelation(-1)
	switch {
	case slices.Contains(seen, True):
		return True
	case slices.Contains(seen, NotKnown):
		return NotKnown
	}
	return False
}

func (r *reading) fact(name string) Fact {
	f, _ := factNamed(name)
	return f
}

func (r *reading) compare(e *Expr) Truth {
	f := r.fact(e.Fact)
	switch {
	case e.Known != "":
		known := r.fact(e.Known)
		return truth(known.Type == DayFact && known.day(r.v) != 0 || known.Type == WordFact && known.word(r.v) != "" ||
			known.Type == FlagFact && known.flag(r.v) != NotKnown)
	case len(e.Is) > 0:
		word := f.word(r.v)
		if word == "" && f.Absent == Requirement {
			return NotKnown
		}
		return truth(slices.Contains(e.Is, word))
	case e.AtLeast != nil:
		n, ok := f.number(r.v)
		return truth(ok && n >= *e.AtLeast)
	case e.Below != nil:
		n, ok := f.number(r.v)
		return truth(ok && n < *e.Below)
	}
	return r.compareDay(f.day(r.v), e)
}

func (r *reading) compareDay(d Date, e *Expr) Truth {
	switch {
	case d == 0:
		return NotKnown
	case e.Within != nil:
		return truth(r.v.at.Day <= d.Add(*e.Within))
	case e.Fresh != nil:
		return truth(r.v.at.Day <= d.Add(*e.Fresh))
	case e.Since != 0:
		return truth(d >= e.Since)
	case e.Before != 0:
		return truth(d < e.Before)
	}
	other := r.fact(e.LaterThan).day(r.v)
	if other == 0 {
		return NotKnown
	}
	return truth(d > other)
}

func TestTheCompiledFormReadsAsThePlainOne(t *testing.T) {
	b, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		f, q, at := drawFacts(t), drawQuestion(t, b), drawMoment(t, "at")
		p := b.Jurisdiction(q.Jurisdiction)
		permit, basis := readPlainly(p, f, q, at)
		prepared := b.Prepare(f, q, at)
		if prepared.Permits() != permit || prepared.Basis() != basis {
			t.Fatalf("%+v at %s: compiled %v %s, plainly read %v %s", q, at, prepared.Permits(), prepared.Basis(), permit, basis)
		}
		if d := b.Decide(f, q, at); d.Permit != permit {
			t.Fatalf("%+v at %s: decided %v, plainly read %v", q, at, d.Permit, permit)
		}
	})
}
