package law

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assent"
)

// mutant is one small spoiling of a pack, such as a mistake in writing would make: a
// condition forgotten, a date a day off. A book whose checker and cases do not notice it
// would not notice the mistake either.
type mutant struct {
	pack  string // its key
	name  string // stable as long as the rule stands: bases.consent.needs: drop proven
	grid  bool   // it changes rows, so that the grid must be looked at too
	spoil func(*packFile)
}

// mutants lists every spoiling of a pack as it is written.
func (b *Book) mutants(key string) []mutant {
	m := &spoiler{pack: key}
	p := b.sources[key]
	m.rows(p)
	m.bases(p)
	m.gates(p)
	m.obligations(p)
	m.conditions(p)
	m.windows(p)
	if p.Headline != nil {
		m.deny(p.Headline.Deny, b.together(key))
		m.permit(p.Headline.Permit)
	}
	return m.out
}

// spoiler gathers the mutants of one pack.
type spoiler struct {
	pack string
	out  []mutant
}

func (m *spoiler) add(name string, spoil func(*packFile)) {
	m.out = append(m.out, mutant{pack: m.pack, name: name, spoil: spoil})
}

// copy is deep enough for one change: maps and rows are its own, what they point at is not.
func (p *packFile) copy() *packFile {
	c := *p
	c.Cells = slices.Clone(p.Cells)
	c.Windows = maps.Clone(p.Windows)
	c.Bases = maps.Clone(p.Bases)
	c.Conditions = maps.Clone(p.Conditions)
	c.Gates = maps.Clone(p.Gates)
	c.Obligations = maps.Clone(p.Obligations)
	return &c
}

// rows drops each row, each basis of a row and what is said for want of one, and moves its days.
func (m *spoiler) rows(p *packFile) {
	first := len(m.out)
	for i := range p.Cells {
		row := &p.Cells[i]
		name := "cells " + row.label()
		m.add(name+": drop", func(p *packFile) { p.Cells = slices.Delete(p.Cells, i, i+1) })
		for k, basis := range row.Bases {
			m.add(name+": drop "+basis, func(p *packFile) {
				p.Cells[i].Bases = slices.Delete(slices.Clone(p.Cells[i].Bases), k, k+1)
			})
		}
		if row.Otherwise != "" {
			m.add(name+": drop otherwise", func(p *packFile) { p.Cells[i].Otherwise = "" })
		}
		m.days(name, row.Force, func(p *packFile, f Force) { p.Cells[i].Force = f })
	}
	for i := first; i < len(m.out); i++ {
		m.out[i].grid = true
	}
}

// label names a row by what it is for, so that the name outlives its place.
func (row *CellRow) label() string {
	return fmt.Sprintf("(%s)", strings.Join(append(row.Reach.words(), row.Force.words()...), " · "))
}

func (r Reach) words() []string {
	return []string{
		orAll(joined(r.Channels, func(v assent.Channel) string { return string(v) })),
		orAll(joined(r.Recipients, func(v assent.RecipientKind) string { return string(v) })),
		orAll(joined(r.Kinds, func(v assent.MessageKind) string { return string(v) })),
	}
}

func orAll(list string) string {
	if list == "" {
		return "all"
	}
	return list
}

func (f Force) words() []string {
	var out []string
	if f.From != 0 {
		out = append(out, "from "+f.From.String())
	}
	if f.Until != 0 {
		out = append(out, "until "+f.Until.String())
	}
	if f.Profile != "" {
		out = append(out, string(f.Profile))
	}
	return out
}

// days moves the first and the last day of a rule by one.
func (m *spoiler) days(rule string, f Force, set func(*packFile, Force)) {
	for _, shift := range []Date{-1, 1} {
		if f.From != 0 {
			moved := f
			moved.From += shift
			m.add(fmt.Sprintf("%s.from: %s", rule, days(int(shift))), func(p *packFile) { set(p, moved) })
		}
		if f.Until != 0 {
			moved := f
			moved.Until += shift
			m.add(fmt.Sprintf("%s.until: %s", rule, days(int(shift))), func(p *packFile) { set(p, moved) })
		}
	}
}

// days says by how much something is moved.
func days(n int) string { return fmt.Sprintf("%+d day", n) }

// bases drops each condition of each basis, and moves its days.
func (m *spoiler) bases(p *packFile) {
	for _, name := range sortedKeys(p.Bases) {
		rule := p.Bases[name]
		set := func(p *packFile, change func(*BasisRule)) {
			r := p.Bases[name]
			change(&r)
			p.Bases[name] = r
		}
		for k, cond := range rule.Needs {
			m.add("bases."+name+".needs: drop "+cond, func(p *packFile) {
				set(p, func(r *BasisRule) { r.Needs = slices.Delete(slices.Clone(r.Needs), k, k+1) })
			})
		}
		m.days("bases."+name, rule.Force, func(p *packFile, f Force) { set(p, func(r *BasisRule) { r.Force = f }) })
	}
}

// gates drops each gate and each exception, moves its days, and the bounds of its expressions.
func (m *spoiler) gates(p *packFile) {
	for _, name := range sortedKeys(p.Gates) {
		rule := p.Gates[name]
		set := func(p *packFile, change func(*GateRule)) {
			r := p.Gates[name]
			change(&r)
			p.Gates[name] = r
		}
		at := "gates." + name
		m.add(at+": drop", func(p *packFile) { p.Gates[name] = GateRule{Drop: true} })
		if rule.Unless != nil {
			m.add(at+".unless: drop", func(p *packFile) { set(p, func(r *GateRule) { r.Unless = nil }) })
		}
		m.days(at, rule.Force, func(p *packFile, f Force) { set(p, func(r *GateRule) { r.Force = f }) })
		m.bounds(at+".closed", rule.Closed, func(p *packFile, e *Expr) { set(p, func(r *GateRule) { r.Closed = e }) })
		m.bounds(at+".open", rule.Open, func(p *packFile, e *Expr) { set(p, func(r *GateRule) { r.Open = e }) })
		m.bounds(at+".unless", rule.Unless, func(p *packFile, e *Expr) { set(p, func(r *GateRule) { r.Unless = e }) })
	}
}

// obligations drops each and moves its days.
func (m *spoiler) obligations(p *packFile) {
	for _, name := range sortedKeys(p.Obligations) {
		m.add("obligations."+name+": drop", func(p *packFile) { p.Obligations[name] = ObligationRule{Drop: true} })
		m.days("obligations."+name, p.Obligations[name].Force, func(p *packFile, f Force) {
			r := p.Obligations[name]
			r.Force = f
			p.Obligations[name] = r
		})
	}
}

// conditions moves their days and the bounds of their expressions.
func (m *spoiler) conditions(p *packFile) {
	for _, name := range sortedKeys(p.Conditions) {
		rule := p.Conditions[name]
		at := "conditions." + name
		m.days(at, rule.Force, func(p *packFile, f Force) {
			r := p.Conditions[name]
			r.Force = f
			p.Conditions[name] = r
		})
		m.bounds(at, &rule.Needs, func(p *packFile, e *Expr) {
			r := p.Conditions[name]
			r.Needs = *e
			p.Conditions[name] = r
		})
	}
}
