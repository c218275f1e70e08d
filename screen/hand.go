package screen

import (
	"bytes"
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"assent"
	"assent/address"
	"assent/decide"
	"assent/sheet"
)

// hand decides about batches of a table.
type hand struct {
	sorting
	comma  string // parts the columns
	odds   []odd
	anew   bytes.Buffer // what writer writes
	writer *sheet.Writer
}

// odd is a row that must be written anew, or refused.
type odd struct {
	sheet.Row
	problem *assent.Problem
	reason  assent.Reason // if problem is set
}

func newHand(s *screening, sorter Sorter) *hand {
	h := &hand{sorting: sorting{screening: s, sorter: sorter}, comma: string(s.table.Dialect().Delimiter)}
	h.endings.write = columns(h.comma[0])
	return h
}

// sort reads the addresses of a batch, asks about them, and writes the rows out.
func (h *hand) sort(ctx context.Context, b *batch) error {
	h.begin()
	h.odds = h.odds[:0]
	for i := range b.rows {
		h.take(b.rows[i])
	}
	h.split(b.text, b.first)
	return h.answer(ctx, b, func(i int, d *decide.Brief) error { return h.rewrite(ctx, b, &h.odds[i], d) })
}

// split takes the rows of a text.
func (h *hand) split(text string, number int) {
	quoted := strings.IndexByte(text, '"') >= 0
	var data []byte // the same, where it is needed
	for at := 0; at < len(text); number++ {
		if n, ok := h.line(text, at, quoted); ok {
			at += n
			continue
		}
		n, ok := 0, false
		if quoted {
			n, ok = h.quoted(text[at:])
		}
		if !ok {
			if data == nil {
				data = []byte(text)
			}
			n = h.slowly(data[at:], number)
		}
		number += strings.Count(text[at:at+n-1], "\n")
		at += n
	}
}

// line takes a line that can be passed on as it stands, and returns how long it is, with its end.
func (h *hand) line(text string, at int, quoted bool) (length int, ok bool) {
	row := text[at:]
	if n := strings.IndexByte(row, '\n'); n >= 0 {
		row = row[:n]
	}
	length = min(len(row)+1, len(text)-at)
	if row != "" && row[len(row)-1] == '\r' {
		row = row[:len(row)-1]
	}
	value, ok := h.simple(row, quoted)
	return length, ok && h.plain(value, line{from: at, end: at + len(row)})
}

// slowly takes the first row of a text, whatever it is, and returns how long it is, with its end.
func (h *hand) slowly(data []byte, number int) int {
	row, length, ok := h.table.Row(data, number)
	if ok {
		h.take(row)
	}
	return length
}

// simple finds the value in the column of addresses, in a line that can be passed on as it stands.
func (h *hand) simple(row string, quoted bool) (value string, ok bool) {
	header := h.table.Header()
	if row == "" || h.Links != nil || mayRepeat(row, header[0]) || quoted && strings.IndexByte(row, '"') >= 0 {
		return "", false
	}
	for column, last := 0, len(header)-1; ; column++ {
		field, n := row, strings.IndexByte(row, h.comma[0])
		if n >= 0 {
			field, row = row[:n], row[n+1:]
		}
		if (n < 0) != (column == last) || !bare(field) {
			return "", false
		}
		if column == h.column {
			value = field
		}
		if column == last {
			return value, true
		}
	}
}

// mayRepeat reports whether a row may be the header again.
func mayRepeat(row, title string) bool {
	return title == "" || row[0] == title[0] && strings.HasPrefix(row, title)
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
	o, a := odd{Row: row, problem: row.Fault, reason: InvalidRow}, address.Address{}
	if o.problem == nil {
		var err error
		a, err = h.address(row.Fields[h.column])
		o.problem, _ = assent.AsProblem(err)
		o.reason = InvalidContact
	}
	h.odd(len(h.odds), a, o.problem != nil)
	h.odds = append(h.odds, o)
}

// rewrite writes an odd row with its answer.
func (h *hand) rewrite(ctx context.Context, b *batch, o *odd, answer *decide.Brief) error {
	d := assent.Decision{Decision: assent.Deny, Basis: assent.NoBasis, Reason: o.reason}
	if answer != nil {
		d = decisionOf(answer)
	} else {
		b.findings = append(b.findings, Finding{o.Line, o.problem.Code, o.problem.Detail})
	}
	text, err := h.rewritten(ctx, o.Row, d)
	if err != nil {
		return err
	}
	b.tally.count(d)
	b.out = append(b.out, text...)
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
