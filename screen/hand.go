package screen

import (
	"bytes"
	"context"
	"slices"
	"strings"
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
	sorter  Sorter
	comma   string // parts the columns
	lines   []line
	odd     []odd
	to      []address.Address
	briefs  []decide.Brief
	endings endings
	anew    bytes.Buffer // what writer writes
	writer  *sheet.Writer
}

// line is a row that waits for its answer: a part of the text that can be passed on as it stands, or, if it ends at 0, an
// odd row.
type line struct{ from, end int }

// odd is a row that must be written anew, or refused.
type odd struct {
	sheet.Row
	problem *assent.Problem
	reason  assent.Reason // if problem is set
}

func newHand(s *screening, sorter Sorter) *hand {
	h := &hand{screening: s, sorter: sorter, comma: string(s.table.Dialect().Delimiter)}
	h.endings.write = columns(h.comma[0])
	return h
}

// sort reads the addresses of a batch, asks about them, and writes the rows out.
func (h *hand) sort(ctx context.Context, b *batch) error {
	h.lines, h.odd, h.to = h.lines[:0], h.odd[:0], h.to[:0]
	for i := range b.rows {
		h.take(b.rows[i])
	}
	h.split(b.text, b.first)
	h.briefs = slices.Grow(h.briefs[:0], len(h.to))[:len(h.to)]
	if _, err := h.sorter.Sort(ctx, h.to, h.briefs); err != nil {
		return err
	}
	return h.write(ctx, b)
}

// split takes the rows of a text.
func (h *hand) split(text string, number int) {
	data, quoted := []byte(nil), strings.IndexByte(text, '"') >= 0
	if quoted {
		data = []byte(text)
	}
	for at := 0; at < len(text); {
		end := at + strings.IndexByte(text[at:], '\n')
		if end < at {
			end = len(text)
		}
		row := strings.TrimSuffix(text[at:end], "\r")
		if (!quoted || strings.IndexByte(row, '"') < 0) && h.plain(row, at) {
			at = end + 1
			number++
			continue
		}
		if data == nil {
			data = []byte(text)
		}
		r, n, ok := h.table.Row(data[at:], number)
		if ok {
			h.take(r)
		}
		number += strings.Count(text[at:at+n], "\n")
		at += n
	}
}

// plain takes a line without quotation marks, if it can be passed on as it stands.
func (h *hand) plain(row string, at int) bool {
	value, ok := h.simple(row)
	if !ok || h.Links != nil {
		return false
	}
	a, err := h.address(value)
	if err == nil {
		h.lines, h.to = append(h.lines, line{at, at + len(row)}), append(h.to, a)
	}
	return err == nil
}

// simple finds the value in the column of addresses, in a line that can be passed on as it stands.
func (h *hand) simple(row string) (value string, ok bool) {
	header := h.table.Header()
	if row == "" || header[0] == "" || strings.HasPrefix(row, header[0]) {
		return "", false
	}
	for column := range header {
		field, rest, more := strings.Cut(row, h.comma)
		if last := column == len(header)-1; more == last || !bare(field) {
			return "", false
		}
		if column == h.column {
			value = field
		}
		row = rest
	}
	return value, true
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
	o := odd{Row: row, problem: row.Fault, reason: InvalidRow}
	if o.problem == nil {
		a, err := h.address(row.Fields[h.column])
		if o.problem, _ = assent.AsProblem(err); o.problem == nil {
			h.to = append(h.to, a)
		}
		o.reason = InvalidContact
	}
	h.lines, h.odd = append(h.lines, line{from: len(h.odd)}), append(h.odd, o)
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

// write writes the rows with their answers.
func (h *hand) write(ctx context.Context, b *batch) error {
	briefs, out := h.briefs, slices.Grow(b.out, len(b.text)+64*len(h.lines))
	for _, l := range h.lines {
		if l.end > 0 {
			out = append(out, b.text[l.from:l.end]...)
			out = append(out, h.endings.of(&briefs[0])...)
			briefs = briefs[1:]
			continue
		}
		o, d := &h.odd[l.from], assent.Decision{Decision: assent.Deny, Basis: assent.NoBasis}
		if d.Reason = o.reason; o.problem != nil {
			b.findings = append(b.findings, Finding{o.Line, o.problem.Code, o.problem.Detail})
		} else {
			d = decisionOf(&briefs[0])
			briefs = briefs[1:]
		}
		text, err := h.rewritten(ctx, o.Row, d)
		if err != nil {
			return err
		}
		b.tally.count(d)
		out = append(out, text...)
	}
	h.endings.tell(b.tally)
	b.out = out
	return nil
}

// rewritten is fields with their answer. Fields beyond the header stand after the answer. The text holds until the next.
func (h *hand) rewritten(ctx context.Context, row sheet.Row, d assent.Decision) ([]byte, error) {
	links, err := h.links(ctx, row, d)
	if err != nil {
		return nil, err
	}
	if h.writer == nil {
		if h.writer, err = sheet.NewWriter(&h.anew, sheet.Dialect{Delimiter: h.comma[0]}); err != nil {
			return nil, err
		}
	}
	h.anew.Reset()
	if err := h.writer.Write(h.answered(row, d, links)); err != nil {
		return nil, err
	}
	err = h.writer.Flush()
	return h.anew.Bytes(), err
}

func decisionOf(b *decide.Brief) assent.Decision {
	d := assent.Decision{Decision: b.Decision, Basis: b.Basis, Reason: b.Reason}
	if t := b.Until(); !t.IsZero() {
		d.ValidUntil = &t
	}
	return d
}
