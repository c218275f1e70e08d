package law

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assent"
)

// compile reads a pack's rules in one profile and lays them out as tables.
func compile(code string, r *rules, profile Profile) (*edition, error) {
	ed := &edition{code: code, profile: profile, rules: r, stopWords: r.StopWords, holidays: r.Holidays}
	if err := ed.compileHeadline(); err != nil {
		return nil, err
	}
	ed.changes = r.changes()
	shared := map[string]*cell{}
	for _, day := range ed.changes {
		t, err := ed.lay(day, shared)
		if err != nil {
			return nil, err
		}
		ed.tables = append(ed.tables, t)
	}
	return ed, nil
}

// changes lists the first days of the stretches in which the rules stay the same.
func (r *rules) changes() []Date {
	days := map[Date]bool{0: true}
	mark := func(f Force) {
		days[f.From] = true
		if f.Until != 0 {
			days[f.Until+1] = true
		}
	}
	for _, layer := range r.layers {
		for i := range layer {
			mark(layer[i].Force)
		}
	}
	for _, b := range r.Bases {
		mark(b.Force)
	}
	for _, c := range r.Conditions {
		mark(c.Force)
	}
	for _, g := range r.Gates {
		mark(g.Force)
	}
	for _, o := range r.Obligations {
		mark(o.Force)
	}
	return slices.Sorted(maps.Keys(days))
}

// lay fills the grid for one stretch. Cells that say the same are shared.
func (ed *edition) lay(day Date, shared map[string]*cell) (*table, error) {
	t := &table{}
	for x, c := range channelAxis {
		for y, r := range recipientAxis {
			for z, k := range kindAxis {
				row, layer := ed.row(day, c, r, k)
				if row == nil {
					continue
				}
				plan, key := ed.outline(day, c, r, k, row)
				key = fmt.Sprint(layer, " ", key)
				if shared[key] == nil {
					if err := ed.fill(plan, day); err != nil {
						return nil, err
					}
					shared[key] = plan
				}
				t[x][y][z] = shared[key]
			}
		}
	}
	return t, nil
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

// outline names the rules that make up a cell, and a key that equal cells share.
func (ed *edition) outline(day Date, c assent.Channel, r assent.RecipientKind, k assent.MessageKind, row *CellRow) (*cell, string) {
	plan := &cell{row: row}
	var key strings.Builder
	fmt.Fprint(&key, day, " ")
	for _, name := range slices.Sorted(maps.Keys(ed.rules.Gates)) {
		g := ed.rules.Gates[name]
		if !g.Drop && g.in(day, ed.profile) && g.concerns(c, r, k) {
			plan.gates = append(plan.gates, &gatePlan{name: name, rule: &g})
			fmt.Fprint(&key, name, " ")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(ed.rules.Obligations)) {
		o := ed.rules.Obligations[name]
		if !o.Drop && o.in(day, ed.profile) && o.concerns(c, r, k) {
			plan.obligations = append(plan.obligations, &obligationPlan{name: name, rule: &o})
			fmt.Fprint(&key, name, " ")
		}
	}
	return plan, key.String()
}

// fill compiles what an outline names.
func (ed *edition) fill(plan *cell, day Date) error {
	var err error
	if plan.cites, err = ed.cites(plan.row.Cite); err != nil {
		return err
	}
	slot := 0
	for _, name := range plan.row.Bases {
		b, err := ed.basis(name, day)
		if err != nil {
			return err
		}
		if b == nil {
			continue
		}
		var mask bits
		plan.bases, plan.first = append(plan.bases, b), append(plan.first, slot)
		for range b.conds {
			if slot >= 128 {
				return assent.Problemf("LAW_PACK", "A cell of %s has more than 128 conditions; split it.", ed.code)
			}
			mask.set(slot)
			slot++
		}
		plan.masks = append(plan.masks, mask)
	}
	if len(plan.gates) > 64 {
		return assent.Problemf("LAW_PACK", "A cell of %s has more than 64 gates; split it.", ed.code)
	}
	for _, g := range plan.gates {
		if err := ed.gate(g); err != nil {
			return err
		}
	}
	for _, o := range plan.obligations {
		if err := ed.obligation(o); err != nil {
			return err
		}
	}
	return nil
}
