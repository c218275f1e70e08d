package screen

import (
	"time"

	"assent"
	"assent/decide"
)

// ending is an answer as it is written behind a line, and how often it was.
type ending struct {
	decide.Brief
	text []byte
	rows int
}

// endings are those that a hand wrote lately, each at a place that its class tells: few answers serve a whole list.
type endings struct {
	write func([]byte, *decide.Brief) []byte // appends an answer
	kept  [256]ending
	tally *Tally // of those that have given up their place
}

// of finds the ending of an answer, and counts it.
func (e *endings) of(d *decide.Brief) []byte {
	class := d.Class()
	k := &e.kept[(class>>32*37+uint64(uint32(class))/minutesADay)%uint64(len(e.kept))]
	if k.Answer != d.Answer || k.Class() != class || class == 0 && k.Brief != *d {
		e.count(k)
		k.Brief, k.text = *d, e.write(k.text[:0], d)
	}
	k.rows++
	return k.text
}

// minutesADay: answers mostly end at midnight.
const minutesADay = 24 * 60

func (e *endings) count(k *ending) {
	if k.rows > 0 {
		e.tally.countRows(assent.Decision{Decision: k.Decision, Reason: k.Reason}, k.rows)
		k.rows = 0
	}
}

// countAll counts the endings that were found since the last time.
func (e *endings) countAll() {
	for i := range e.kept {
		e.count(&e.kept[i])
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
