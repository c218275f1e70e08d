package screen

import (
	"time"

	"assent"
	"assent/decide"
)

// ending is an answer as it is written behind a line.
type ending struct {
	decide.Brief
	text  []byte
	count *count
}

// endings are those that a hand wrote lately, each at a place that its class tells: few answers serve a whole list.
type endings struct {
	write  func([]byte, *decide.Brief) []byte // appends an answer
	kept   [1024]ending
	counts []*count
}

// count is how many rows had answers that are counted together.
type count struct {
	assent.Decision
	rows int
}

// of finds the ending of an answer, and counts it.
func (e *endings) of(d *decide.Brief) []byte {
	class := d.Class()
	k := &e.kept[(class>>32*37+uint64(uint32(class))/minutesADay)%uint64(len(e.kept))]
	if k.Answer != d.Answer || k.Class() != class || class == 0 && k.Brief != *d {
		k.Brief, k.text, k.count = *d, e.write(k.text[:0], d), e.countOf(d)
	}
	k.count.rows++
	return k.text
}

// minutesADay: answers mostly end at midnight.
const minutesADay = 24 * 60

func (e *endings) countOf(d *decide.Brief) *count {
	for _, c := range e.counts {
		if c.Decision.Decision == d.Decision && c.Reason == d.Reason {
			return c
		}
	}
	c := &count{Decision: assent.Decision{Decision: d.Decision, Reason: d.Reason}}
	e.counts = append(e.counts, c)
	return c
}

// tell counts into a tally the endings that were found since the last time.
func (e *endings) tell(t *Tally) {
	for _, c := range e.counts {
		t.countRows(c.Decision, c.rows)
		c.rows = 0
	}
}

// columns writes an answer as columns.
func columns(delimiter byte) func([]byte, *decide.Brief) []byte {
	return func(out []byte, d *decide.Brief) []byte {
		for _, field := range []string{string(d.Decision), string(d.Reason), string(d.Basis)} {
			out = append(append(out, delimiter), field...)
		}
		out = append(out, delimiter)
		if t := d.Until(); !t.IsZero() {
			out = t.UTC().AppendFormat(out, time.RFC3339)
		}
		return append(out, '\n')
	}
}
