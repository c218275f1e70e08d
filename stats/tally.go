package stats

import (
	"cmp"
	"maps"
	"slices"

	"assent/store"
)

// tally is how often something was counted: very many events are a few hundred different answers.
type tally map[answer]int64

// counters are what is to be added to each of them, in their order, so that nobody waits for anybody in a ring.
func (t tally) counters() []store.Counter {
	sums := t.sums()
	out := make([]store.Counter, 0, len(sums))
	for _, c := range slices.SortedFunc(maps.Keys(sums), inOrder) {
		n := sums[c]
		c.Count = n
		out = append(out, c)
	}
	return out
}

// sums are the counters; their Count is 0 in the keys.
func (t tally) sums() map[store.Counter]int64 {
	out := map[store.Counter]int64{}
	for a, n := range t {
		for _, g := range Grains() {
			span := g.name(a.day)
			for _, side := range sidesOf(a.fact) {
				out[store.Counter{
					Grain: string(g), Dimension: string(side), Span: span, Fact: string(a.fact), Purpose: a.purpose, Channel: a.channel, Value: a.sides.of(side),
				}] += n
			}
		}
	}
	return out
}

func inOrder(a, b store.Counter) int {
	return cmp.Or(cmp.Compare(a.Grain, b.Grain), cmp.Compare(a.Dimension, b.Dimension), cmp.Compare(a.Span, b.Span), cmp.Compare(a.Fact, b.Fact),
		cmp.Compare(a.Purpose, b.Purpose), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.Value, b.Value))
}
