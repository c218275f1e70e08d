package decide

import (
	"encoding/binary"
	"math"
	"math/bits"
	"sync"

	"assent"
)

// tract is the identifiers after one, up to and with another.
type tract struct{ after, last assent.ID }

// everyone is all identifiers.
var everyone = tract{last: idOf(math.MaxUint64, math.MaxUint64)}

// halves parts a tract in the middle.
func (t tract) halves() (a, b tract) {
	high, low := numbers(t.last)
	h, l := numbers(t.after)
	low, borrow := bits.Sub64(low, l, 0)
	high, _ = bits.Sub64(high, h, borrow)
	l, carry := bits.Add64(l, low>>1|high<<63, 0)
	h, _ = bits.Add64(h, high>>1, carry)
	middle := idOf(h, l)
	return tract{t.after, middle}, tract{middle, t.last}
}

func numbers(id assent.ID) (high, low uint64) {
	return binary.BigEndian.Uint64(id[:8]), binary.BigEndian.Uint64(id[8:])
}

func idOf(high, low uint64) (id assent.ID) {
	binary.BigEndian.PutUint64(id[:8], high)
	binary.BigEndian.PutUint64(id[8:], low)
	return id
}

// tracts are what is still to be read, shared by several readers. Nobody knows beforehand where how many people are (their
// identifiers begin with the time at which they came, and they come in crowds), so a tract that has more than one
// reader takes at a time comes back in halves.
type tracts struct {
	mu   sync.Mutex
	news *sync.Cond
	open []tract
	busy int // readers who may bring something back
}

func newTracts(all tract) *tracts {
	t := &tracts{open: []tract{all}}
	t.news = sync.NewCond(&t.mu)
	return t
}

// next takes a tract; there is none when all is read.
func (t *tracts) next() (tract, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.open) == 0 && t.busy > 0 {
		t.news.Wait()
	}
	if len(t.open) == 0 {
		return tract{}, false
	}
	last := len(t.open) - 1
	one := t.open[last]
	t.open = t.open[:last]
	t.busy++
	return one, true
}

// done ends a tract that was taken; rest is what is left of it, if anything may be.
func (t *tracts) done(rest tract, more bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.busy--
	if more {
		a, b := rest.halves()
		t.open = append(t.open, b, a)
	}
	t.news.Broadcast()
}
