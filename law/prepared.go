package law

import "assent"

// Prepared is a question whose facts are read: the truth of every condition and gate of
// its cell as bits. Deciding it costs a few comparisons and allocates nothing.
type Prepared struct {
	cell   *cell
	met    bits
	closed uint64
	sender *Prepared // the same by the law of the sender's country, where both must permit
}

// Prepare reads the facts. The zero Prepared, of a question that no table knows, denies.
func (b *Book) Prepare(f *Facts, q Question, at Moment) Prepared {
	o := b.edition(q).evaluate(f, &q, at)
	if o == nil {
		return Prepared{}
	}
	p := Prepared{cell: o.cell, met: o.met, closed: o.closed}
	if other, two := b.bySender(q); two {
		sender := b.Prepare(f, other, at)
		p.sender = &sender
	}
	return p
}

// Permits is the decision: no gate is closed and one basis holds.
func (p Prepared) Permits() bool {
	if p.closed != 0 || p.cell == nil {
		return false
	}
	for _, mask := range p.cell.masks {
		if p.met.holds(mask) {
			return p.sender == nil || p.sender.Permits()
		}
	}
	return false
}

// Basis names the first basis that holds, whether a gate is closed or not.
func (p Prepared) Basis() assent.Basis {
	if p.cell != nil {
		for i, mask := range p.cell.masks {
			if p.met.holds(mask) {
				return p.cell.bases[i].rule.Basis
			}
		}
	}
	return assent.NoBasis
}
