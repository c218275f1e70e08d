package law

import (
	"fmt"
	"slices"
	"strings"
)

// parent returns the key of the pack that this one extends.
func (p *packFile) parent() string { return strings.ToLower(p.Extends) }

// ruleNames lists the rules that a pack itself gives.
func (p *packFile) ruleNames() []string {
	var out []string
	for i := range p.Cells {
		out = append(out, rowRule(p.key, i))
	}
	for _, name := range sortedKeys(p.Bases) {
		out = append(out, "bases."+name)
	}
	for _, name := range sortedKeys(p.Conditions) {
		out = append(out, "conditions."+name)
	}
	for _, name := range sortedKeys(p.Gates) {
		if !p.Gates[name].Drop {
			out = append(out, "gates."+name)
		}
	}
	for _, name := range sortedKeys(p.Obligations) {
		if !p.Obligations[name].Drop {
			out = append(out, "obligations."+name)
		}
	}
	return out
}

// defines reports whether a pack itself gives a rule.
func (p *packFile) defines(rule string) bool { return slices.Contains(p.ruleNames(), rule) }

// rowRule names a row of cells by its pack and place.
func rowRule(pack string, i int) string { return fmt.Sprintf("%s.cells[%d]", pack, i) }

// rowName names a row of the rules.
func (r *rules) rowName(row *CellRow) string {
	for i, layer := range r.layers {
		for j := range layer {
			if &layer[j] == row {
				return rowRule(r.chain[i], j)
			}
		}
	}
	return ""
}

// citations checks that every rule of a pack cites a source, and that every source can be
// read: it names the law and quotes it, or says in a note what stands there.
func (c *checker) citations(p *packFile) {
	cited := func(rule string, cite []string) {
		if len(cite) == 0 {
			c.find(p.code(), rule, "It cites no source.")
		}
	}
	for i := range p.Cells {
		cited(rowRule(p.key, i), p.Cells[i].Cite)
	}
	for name, b := range p.Bases {
		cited("bases."+name, b.Cite)
	}
	for name, cond := range p.Conditions {
		cited("conditions."+name, cond.Cite)
	}
	for name, g := range p.Gates {
		if !g.Drop {
			cited("gates."+name, g.Cite)
		}
	}
	for name, o := range p.Obligations {
		if !o.Drop {
			cited("obligations."+name, o.Cite)
		}
	}
	for name, w := range p.Windows {
		cited("windows."+name, w.Cite)
	}
	for name, s := range p.Sources {
		if s.Law == "" || s.Quote == "" && s.Note == "" && s.Article == "" {
			c.find(p.code(), "sources."+name, "It names no law, or neither an article, a quote nor a note.")
		}
	}
}

// code is how a pack is called in reports.
func (p *packFile) code() string { return p.Jurisdiction }
