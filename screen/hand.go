package screen

import (
	"bytes"
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"assent"
	"assent/address"
	"assent/decide"
	"assent/sheet"
)

// hand decides about batches, one after the other. It is used by one goroutine, and its memory again for each batch.
type hand struct {
	*screening
	sorter   Sorter
	pending  []pending
	to       []address.Address
	briefs   []decide.Brief
	suffixes map[assent.Reason][]*suffix
	last     *suffix // that was written: mostly the next one too
}

// pending is a row that waits for its answer: a plain line, or fields.
type pending struct {
	line    string
	row     sheet.Row
	problem *assent.Problem
	reason  assent.Reason // if problem is set
}

// suffix is an answer as it is written behind plain lines, and how often it was in the batch.
type suffix struct {
	decide.Brief
	text []byte
	rows int
}

// sort reads the addresses of a batch, asks about them, and writes the rows out.
func (h *hand) sort(ctx context.Context, b *batch) error {
	h.pending, h.to = h.pending[:0], h.to[:0]
	for i := range b.rows {
		h.take(b.rows[i])
	}
	h.split(b)
	if cap(h.briefs) < len(h.to) {
		h.briefs = make([]decide.Brief, 2*len(h.to))
	}
	briefs := h.briefs[:len(h.to)]
	if _, err := h.sorter.Sort(ctx, h.to, briefs); err != nil {
		return err
	}
	b.out = make([]byte, 0, len(b.lines)+64*len(h.pending))
	for i := range h.pending {
		p := &h.pending[i]
		if p.problem != nil {
			b.findings = append(b.findings, Finding{p.row.Line, p.problem.Code, p.problem.Detail})
			if err := h.write(ctx, b, p, assent.Decision{Decision: assent.Deny, Basis: assent.NoBasis, Reason: p.reason}); err != nil {
				return err
			}
			continue
		}
		brief := &briefs[0]
		briefs = briefs[1:]
		if p.row.Fields == nil {
			h.append(b, p.line, brief)
		} else if err := h.write(ctx, b, p, decisionOf(brief)); err != nil {
			return err
		}
	}
	h.count(b.tally)
	return nil
}

// split takes the lines of a batch.
func (h *hand) split(b *batch) {
	lines := b.lines
	for number := b.first; lines != ""; number++ {
		line, rest, _ := strings.Cut(lines, "\n")
		lines = rest
		line = strings.TrimSuffix(line, "\r")
		if value, ok := h.simple(line); ok && h.Links == nil {
			if a, err := h.address(value); err == nil {
				h.pending, h.to = append(h.pending, pending{line: line}), append(h.to, a)
				continue
			}
		}
		if row, ok := h.table.Row([]byte(line), number); ok {
			h.take(row)
		}
	}
}

// simple finds the value in the column of addresses, in a line that can be passed on as it stands.
func (h *hand) simple(line string) (value string, ok bool) {
	header := h.table.Header()
	if header[0] == "" || strings.HasPrefix(line, header[0]) {
		return "", false
	}
	delimiter, column, start := h.table.Dialect().Delimiter, 0, 0
	for i := 0; i <= len(line); i++ {
		if i < len(line) && line[i] != delimiter {
			continue
		}
		field := line[start:i]
		if !bare(field) {
			return "", false
		}
		if column == h.column {
			value = field
		}
		column, start = column+1, i+1
	}
	return value, column == len(header) && len(line) > 0
}

// bare reports whether a field without delimiters and quotation marks is written without quotation marks.
func bare(field string) bool {
	if field == "" || field[0] > ' ' && field[0] < utf8.RuneSelf && field[0] != '\\' {
		return true
	}
	first, _ := utf8.DecodeRuneInString(field)
	return field != `\.` && !unicode.IsSpace(first)
}

// take makes a row one to ask about, or to refuse.
func (h *hand) take(row sheet.Row) {
	p := pending{row: row, problem: row.Fault, reason: InvalidRow}
	if p.problem == nil {
		a, err := h.address(row.Fields[h.column])
		if p.problem, _ = assent.AsProblem(err); p.problem == nil {
			h.to = append(h.to, a)
		}
		p.reason = InvalidContact
	}
	h.pending = append(h.pending, p)
}

func (h *hand) address(value string) (address.Address, error) {
	value = strings.TrimSpace(value)
	if h.field == "email" && value != "" {
		return address.Email(value)
	}
	list, err := address.Of(contactOf(h.field, value), h.Country)
	if err != nil {
		return address.Address{}, err
	}
	return list[0], nil
}

// append writes a plain line with its answer.
func (h *hand) append(b *batch, line string, d *decide.Brief) {
	if h.last == nil || h.last.Answer != d.Answer {
		h.last = h.suffix(d)
	}
	h.last.rows++
	b.out = append(b.out, line...)
	b.out = append(b.out, h.last.text...)
	if t := d.Until(); !t.IsZero() {
		b.out = t.UTC().AppendFormat(b.out, time.RFC3339)
	}
	b.out = append(b.out, '\n')
}

// suffix is what is written behind a line but for the time.
func (h *hand) suffix(d *decide.Brief) *suffix {
	for _, s := range h.suffixes[d.Reason] {
		if s.Decision == d.Decision && s.Basis == d.Basis {
			return s
		}
	}
	c := string(h.table.Dialect().Delimiter)
	s := &suffix{Brief: *d, text: []byte(c + string(d.Decision) + c + string(d.Reason) + c + string(d.Basis) + c)}
	h.suffixes[d.Reason] = append(h.suffixes[d.Reason], s)
	return s
}

// count counts what was written behind the plain lines of a batch.
func (h *hand) count(t *Tally) {
	for _, all := range h.suffixes {
		for _, s := range all {
			t.countRows(assent.Decision{Decision: s.Decision, Reason: s.Reason}, s.rows)
			s.rows = 0
		}
	}
}

// write writes fields with their answer. Fields beyond the header stand after the answer.
func (h *hand) write(ctx context.Context, b *batch, p *pending, d assent.Decision) error {
	b.tally.count(d)
	links, err := h.links(ctx, p.row, d)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	w, err := sheet.NewWriter(&text, sheet.Dialect{Delimiter: h.table.Dialect().Delimiter})
	if err != nil {
		return err
	}
	if err := w.Write(h.answered(p.row, d, links)); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	b.out = append(b.out, text.Bytes()...)
	return nil
}

func decisionOf(b *decide.Brief) assent.Decision {
	d := assent.Decision{Decision: b.Decision, Basis: b.Basis, Reason: b.Reason}
	if t := b.Until(); !t.IsZero() {
		d.ValidUntil = &t
	}
	return d
}
