package law

import (
	"fmt"
	"slices"
)

// deny lets each rank of the headline list change places with the next one below it that
// can stand beside it in one cell. Ranks that no cell has both of never compete.
func (m *spoiler) deny(ranks []string, together map[[2]string]bool) {
	for i, a := range ranks {
		for j := i + 1; j < len(ranks); j++ {
			if !together[[2]string{a, ranks[j]}] {
				continue
			}
			m.add(fmt.Sprintf("headline.deny: %s after %s", a, ranks[j]), func(p *packFile) {
				h := *p.Headline
				h.Deny = slices.Insert(slices.Delete(slices.Clone(h.Deny), i, i+1), j, a)
				p.Headline = &h
			})
			break
		}
	}
}

// permit swaps neighbours in the list of finer reasons.
func (m *spoiler) permit(list []NamedWhen) {
	for i := range max(0, len(list)-1) {
		m.add(fmt.Sprintf("headline.permit: %s after %s", list[i].Reason, list[i+1].Reason), func(p *packFile) {
			h := *p.Headline
			h.Permit = slices.Clone(h.Permit)
			h.Permit[i], h.Permit[i+1] = h.Permit[i+1], h.Permit[i]
			p.Headline = &h
		})
	}
}

// together lists the pairs of ranks that stand in one cell of a pack which takes its
// headline list from the given one.
func (b *Book) together(key string) map[[2]string]bool {
	out := map[[2]string]bool{}
	for _, p := range b.packs {
		if p.rules.Headline != b.sources[key].Headline {
			continue
		}
		for _, t := range p.editions[Prudent].tables {
			for c := range t.cells() {
				c.pairRanks(out)
			}
		}
	}
	return out
}

func (c *cell) pairRanks(into map[[2]string]bool) {
	ranks := c.ranks()
	for a := range ranks {
		for b := range ranks {
			into[[2]string{a, b}] = true
		}
	}
}

// ranks lists the ranks that a cell can give a headline of.
func (c *cell) ranks() map[string]bool {
	out := map[string]bool{"NO_BASIS": true}
	for _, g := range c.gates {
		out[g.rank] = true
	}
	for _, b := range c.bases {
		for _, cond := range b.conds {
			if !cond.rule.Unnamed {
				out[cond.rank] = true
			}
		}
	}
	return out
}
