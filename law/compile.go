package law

import (
	"fmt"
	"maps"
	"slices"

	"assent"
)

// compile reads a pack's rules in one profile and lays them out as tables.
func compile(code string, r *rules, profile Profile) (*edition, error) {
	ed := &edition{code: code, profile: profile, rules: r, stopWords: r.StopWords, holidays: r.Holidays}
	if err := ed.compileHeadline(); err != nil {
		return nil, err
	}
	ed.windows = r.windowsByChannel()
	ed.changes = r.changes()
	for _, day := range ed.changes {
		t, err := ed.lay(day)
		if err != nil {
			return nil, err
		}
		ed.tables = append(ed.tables, t)
	}
	return ed, nil
}

// edges are days on which something begins or ends.
type edges map[Date]bool

func (d edges) mark(f Force) {
	d[f.From] = true
	if f.Until != 0 {
		d[f.Until+1] = true
	}
}

func (d edges) sorted() []Date { return slices.Sorted(maps.Keys(d)) }

// changes lists the first days of the stretches in which the rules and what they cite stay the same; the first is 0.
func (r *rules) changes() []Date {
	all := r.turns()
	for _, s := range r.Sources {
		all.mark(Force{From: s.From, Until: s.Until})
	}
	return all.sorted()
}

// turns are the days on which a rule begins or ends, and 0. A norm that says the same under another name is no turn.
func (r *rules) turns() edges {
	all := edges{0: true}
	for _, layer := range r.layers {
		for i := range layer {
			all.mark(layer[i].Force)
		}
	}
	for _, b := range r.Bases {
		all.mark(b.Force)
	}
	for _, c := range r.Conditions {
		all.mark(c.Force)
	}
	for _, g := range r.Gates {
		all.mark(g.Force)
	}
	for _, o := range r.Obligations {
		all.mark(o.Force)
	}
	return all
}

// stretch is a time in which the rules stay the same, with what is in force and compiled so far.
type stretch struct {
	ed          *edition
	day         Date
	gates       []*gatePlan
	obligations []*obligationPlan
	bases       map[string]*basisPlan // nil if not in force
	cells       map[string]*cell      // cells that say the same are shared
}

// lay fills the grid for the stretch that begins on a day.
func (ed *edition) lay(day Date) (*table, error) {
	s := &stretch{ed: ed, day: day, bases: map[string]*basisPlan{}, cells: map[string]*cell{}}
	if err := s.compileCommon(); err != nil {
		return nil, err
	}
	t := &table{}
	for x, c := range channelAxis {
		for y, r := range recipientAxis {
			for z, k := range kindAxis {
				row, place := ed.row(day, c, r, k)
				if row == nil {
					continue
				}
				var err error
				if t[x][y][z], err = s.cell(row, place, c, r, k); err != nil {
					return nil, err
				}
			}
		}
	}
	return t, nil
}

// compileCommon compiles the gates and obligations that are in force.
func (s *stretch) compileCommon() error {
	for _, name := range sortedKeys(s.ed.rules.Gates) {
		rule := s.ed.rules.Gates[name]
		if rule.Drop || !rule.in(s.day, s.ed.profile) {
			continue
		}
		g := &gatePlan{name: name, rule: &rule}
		if err := s.ed.gate(g, s.day); err != nil {
			return err
		}
		s.gates = append(s.gates, g)
	}
	for _, name := range sortedKeys(s.ed.rules.Obligations) {
		rule := s.ed.rules.Obligations[name]
		if rule.Drop || !rule.in(s.day, s.ed.profile) {
			continue
		}
		o := &obligationPlan{name: name, rule: &rule}
		if err := s.ed.obligation(o); err != nil {
			return in("obligations."+name, err)
		}
		s.obligations = append(s.obligations, o)
	}
	return nil
}

// cell makes one field of the grid, or finds one that says the same.
func (s *stretch) cell(row *CellRow, place string, c assent.Channel, r assent.RecipientKind, k assent.MessageKind) (*cell, error) {
	plan := &cell{row: row}
	key := []byte(place)
	for i, g := range s.gates {
		if g.rule.concerns(c, r, k) {
			plan.gates = append(plan.gates, g)
			key = append(key, ' ', 'g', byte(i))
		}
	}
	for i, o := range s.obligations {
		if o.rule.concerns(c, r, k) {
			plan.obligations = append(plan.obligations, o)
			key = append(key, ' ', 'o', byte(i))
		}
	}
	if same := s.cells[string(key)]; same != nil {
		return same, nil
	}
	s.cells[string(key)] = plan
	return plan, s.fill(plan)
}

// basis compiles a basis once for the stretch; nil if it is not in force.
func (s *stretch) basis(name string) (*basisPlan, error) {
	b, done := s.bases[name]
	if done {
		return b, nil
	}
	b, err := s.ed.basis(name, s.day)
	s.bases[name] = b
	return b, err
}

// row finds the row of a cell: the nearest layer that has one in force.
func (ed *edition) row(day Date, c assent.Channel, r assent.RecipientKind, k assent.MessageKind) (*CellRow, string) {
	for i, layer := range ed.rules.layers {
		for j := range layer {
			row := &layer[j]
			if row.in(day, ed.profile) && row.covers(c, r, k) {
				return row, fmt.Sprint(i, ".", j)
			}
		}
	}
	return nil, ""
}

func (r Reach) covers(c assent.Channel, p assent.RecipientKind, k assent.MessageKind) bool {
	return among(r.Channels, c) && among(r.Recipients, p) && among(r.Kinds, k)
}

func among[T comparable](list []T, one T) bool { return len(list) == 0 || slices.Contains(list, one) }

// marketing reports whether a kind of message needs a basis of marketing.
func marketing(k assent.MessageKind) bool {
	switch k {
	case assent.Service, assent.DOIConfirmation, assent.OptOutConfirmation:
		return false
	}
	return true
}

// concerns reports whether a gate or obligation is for a cell; without kinds, marketing only.
func (r Reach) concerns(c assent.Channel, p assent.RecipientKind, k assent.MessageKind) bool {
	return r.covers(c, p, k) && (len(r.Kinds) > 0 || marketing(k))
}

// fill lays the conditions of a cell's bases out in slots.
func (s *stretch) fill(plan *cell) error {
	var err error
	if plan.cites, err = s.ed.cites(plan.row.Cite, s.day); err != nil {
		return err
	}
	slot := 0
	for _, name := range plan.row.Bases {
		b, err := s.basis(name)
		if err != nil {
			return err
		}
		if b == nil {
			continue
		}
		plan.bases, plan.first = append(plan.bases, b), append(plan.first, slot)
		if slot+len(b.conds) > maxConditions || len(plan.gates) > maxGates {
			return assent.Problemf("LAW_PACK", "A cell of %s has more than %d conditions or %d gates; split it.", s.ed.code, maxConditions, maxGates)
		}
		var mask bits
		for range b.conds {
			mask.set(slot)
			slot++
		}
		plan.masks = append(plan.masks, mask)
	}
	return nil
}

// The bounds of a cell, by the width of its bits.
const (
	maxConditions = 128
	maxGates      = 64
)
