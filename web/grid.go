package web

import (
	"slices"

	"assent"
	"assent/catalogue"
	"assent/rights"
)

// Section is one brand's part of the grid.
type Section struct {
	Name     string
	Purposes []Row
}

// Row is one purpose with a square for each channel.
type Row struct {
	Name, Sentence, Description string
	Partners                    []string
	Ends                        []string // what is stopped with it
	Needs                       []string // without which it cannot be had
	Squares                     []Square
	Often                       []Option // the frequencies that can be chosen of what comes
	AtMost                      string   // the one that is chosen
}

// Square is one choice, and how it stands in words.
type Square struct {
	Box
	State string
	Also  string // what else is to be known
	Fixed bool   // it cannot be chosen here, since its messages arrive elsewhere
	cell  rights.Cell
	ends  []string // the purposes that are stopped with it
}

// squares are all choices as they read in the visit's language.
func squares(v *owner) []Square {
	var out []Square
	for _, c := range v.Cells {
		if !v.offers(c) {
			continue
		}
		var topics []string
		for _, t := range c.Purpose.Topics {
			topics = append(topics, t.ID)
		}
		box := boxOf(v.catalogue, c.Purpose, catalogue.Box{Purpose: c.Purpose.ID, Channel: c.Channel, Topics: topics}, v.words)
		var ends []string
		for _, left := range v.catalogue.Leaving(c.Purpose.ID) {
			ends = append(ends, left.Purpose.ID)
		}
		out = append(out, Square{
			Box: box, ends: ends, State: stateOf(v, c), Also: alsoOf(v, c), Fixed: !c.Here && c.Status != assent.Granted, cell: c,
		})
	}
	return out
}

// offers reports whether her page shows a choice: one that its variant offers, one that stands, and one of
// which the law may allow messages without a yes, so that she can end that.
func (v *owner) offers(c rights.Cell) bool {
	stands := c.Status == assent.Granted || c.Status == assent.Pending || c.Elsewhere
	return stands || v.page.Offers(c.Purpose.ID) || v.Dealings && c.Status == assent.Unknown
}

// stateOf says how a choice stands: "Yes, since 3 March 2026".
func stateOf(v *owner, c rights.Cell) string {
	if c.Since.IsZero() {
		return v.words.Text("page.own.state." + string(c.Status))
	}
	return v.words.Text("page.own.state."+string(c.Status)+"_since", "date", c.Since)
}

func alsoOf(v *owner, c rights.Cell) string {
	switch {
	case c.Narrower != "" && c.Status == assent.Granted:
		return v.words.Text(oftenKey(c.Narrower))
	case !c.Here && c.Status != assent.Granted:
		return v.words.Text("page.own.fixed")
	case c.Here && c.Elsewhere && c.Status != assent.Granted:
		return v.words.Text("page.own.elsewhere")
	}
	return ""
}

// sections arranges the squares by brand and purpose; what belongs to the organisation comes last.
func sections(v *owner, all []Square) []Section {
	brands := append(v.catalogue.Brands(), &catalogue.Brand{Name: v.catalogue.Settings().Name})
	var out []Section
	for _, b := range brands {
		if s := (Section{Name: b.Name, Purposes: rows(v, all, b.ID)}); len(s.Purposes) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func rows(v *owner, all []Square, brand string) []Row {
	var out []Row
	var last *catalogue.Purpose
	for _, s := range all {
		p := s.cell.Purpose
		if p.Brand != brand {
			continue
		}
		if p != last {
			out = append(out, rowOf(v, s))
			last = p
		}
		row := &out[len(out)-1]
		row.Squares = append(row.Squares, s)
		if comes := s.cell.Status == assent.Granted || s.cell.AtMost != ""; comes && v.page.Has(catalogue.BlockLessOften) {
			row.tellOften(v, s.cell)
		}
	}
	return out
}

func rowOf(v *owner, s Square) Row {
	r := Row{AtMost: s.cell.Purpose.ID + ":" + s.cell.AtMost, Name: s.Name, Sentence: s.Sentence, Description: s.Description, Partners: s.Partners}
	for _, left := range v.catalogue.Leaving(s.cell.Purpose.ID) {
		r.Ends = append(r.Ends, v.name(left.Purpose))
	}
	for _, id := range s.cell.Purpose.Requires {
		if p, ok := v.catalogue.Purpose(id); ok && p.Kind != assent.PurposeService {
			r.Needs = append(r.Needs, v.name(p))
		}
	}
	return r
}

// name is a purpose in the visit's language.
func (v *visit) name(p *catalogue.Purpose) string {
	name, _ := v.words.Pick(p.Names)
	return name
}

// standing are the keys of the boxes and topics that she has chosen.
func standing(all []Square) []string {
	var out []string
	for _, s := range all {
		if s.cell.Status != assent.Granted {
			continue
		}
		out = append(out, s.Key)
		for _, t := range s.Topics {
			if slices.Contains(s.cell.Topics, t.id) {
				out = append(out, t.Key)
			}
		}
	}
	return out
}
