package screen

import (
	"context"
	"strings"

	"assent"
	"assent/decide"
)

// jsonHand decides about batches of JSON lines.
type jsonHand struct {
	sorting
	*lines
	column string // the field that holds the address, if a line has it
	odds   []object
}

func newJSONHand(l *lines, sorter Sorter) *jsonHand {
	s := *l.screening // its field may be another than that of the channel: a customer number was named
	h := &jsonHand{sorting: sorting{screening: &s, sorter: sorter}, lines: l, column: l.field}
	if s.field = l.field; l.Column != "" {
		h.column, s.field = l.Column, l.fieldOf(l.Column)
	}
	h.endings.write = func(out []byte, d *decide.Brief) []byte {
		w := decisionOf(d)
		return answerFields{Decision: w.Decision, Reason: w.Reason, Basis: w.Basis, Until: w.ValidUntil}.append(append(out, ','))
	}
	return h
}

// sort reads the addresses of a batch, asks about them, and writes the lines out.
func (h *jsonHand) sort(ctx context.Context, b *batch) error {
	h.begin()
	h.odds = h.odds[:0]
	at, number := 0, b.first
	for text := range strings.Lines(b.text) {
		if value, end, ok := h.simple(text); !ok || !h.plain(value, line{from: at, end: at + end}) {
			h.take(text, number)
		}
		at += len(text)
		number++
	}
	return h.answer(ctx, b, func(i int, answer *decide.Brief) error {
		var d *assent.Decision
		if answer != nil {
			whole := decisionOf(answer)
			d = &whole
		}
		return h.lines.write(ctx, b, &h.odds[i], d)
	})
}

// take takes a line that must be read in full.
func (h *jsonHand) take(text string, number int) {
	if o, ok := h.lines.read(text); ok {
		o.number = number
		h.odd(len(h.odds), o.address, o.problem != nil)
		h.odds = append(h.odds, o)
	}
}

// simple finds the address in a line that is a simple object; end is where its last member ends.
func (h *jsonHand) simple(text string) (value string, end int, ok bool) {
	o := simpleObject{text: text}
	found := 0
	for o.next() {
		switch {
		case o.name == h.column:
			value = o.value
			if found++; !o.isText {
				return "", 0, false
			}
		case taken(o.name):
			return "", 0, false
		}
	}
	return value, o.last, o.ended && found == 1 && h.lines.Links == nil
}

// taken reports whether a field would be repeated by the answer.
func taken(name string) bool {
	switch name {
	case "decision", "reason", "basis", "valid_until", "unsubscribe_url", "preferences_url":
		return true
	}
	return false
}
