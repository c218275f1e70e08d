package screen

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"assent"
	"assent/address"
	"assent/sheet"
)

// Format is how a list is written.
type Format string

// The formats. NDJSON is one JSON object on each line.
const (
	CSV    Format = "csv"
	NDJSON Format = "ndjson"
)

// maxLine is the longest line of an NDJSON list, in bytes.
const maxLine = sheet.MaxRow

// lines screens a list of JSON objects. Each comes back as it stands, with decision, reason, basis and valid_until behind its
// own fields; a line that is no object, or that has such a field already, comes back as the field "row" of a new one.
type lines struct {
	*screening
	field  string
	source *bufio.Reader
	number int
	most   int // lines to be read at a time
}

func newLines(in io.Reader, out io.Writer, q assent.Question, o Options) (*lines, error) {
	field, known := reached[q.Channel]
	if !known {
		return nil, errChannel
	}
	s := plainScreening(in, out, q, o)
	return &lines{screening: s, field: field, source: bufio.NewReaderSize(s.source, 1<<20)}, nil
}

// next reads whole lines: as many as are wanted at most, and no more than a line beyond a quarter of a megabyte.
func (l *lines) next(p *piece) error {
	text, first := p.memory(), l.number+1
	for range l.most {
		if len(text) > maxLine/4 {
			break
		}
		from := len(text)
		for {
			part, err := l.source.ReadSlice('\n')
			text = append(text, part...)
			if len(text)-from > maxLine {
				return assent.Problemf("ROW_TOO_LONG", "Line %d is longer than %d bytes.", l.number+1, maxLine)
			}
			if err == nil {
				break
			}
			if !errors.Is(err, bufio.ErrBufferFull) {
				p.hold(text, first)
				if err == io.EOF && len(text) > 0 {
					return nil
				}
				return err
			}
		}
		l.number++
	}
	p.hold(text, first)
	return nil
}

// object is a line that waits for its answer.
type object struct {
	number  int    // of the line
	text    []byte // a JSON object without white space around it; or any line, if problem is set
	contact assent.Contactable
	address address.Address
	problem *assent.Problem
	reason  assent.Reason
}

// byAsking decides about batches of lines one contact at a time, where decisions are not kept.
func (l *lines) byAsking(ctx context.Context, b *batch) error {
	var objects []object
	var to []assent.Contactable
	number := b.first
	for line := range strings.Lines(b.text) {
		if o, ok := l.read(line); ok {
			if o.number = number; o.problem == nil {
				to = append(to, o.contact)
			}
			objects = append(objects, o)
		}
		number++
	}
	answers, err := answer(ctx, l.org, l.desk, l.question, to)
	if err != nil {
		return err
	}
	for i := range objects {
		var d *assent.Decision
		if objects[i].problem == nil {
			d, answers = &answers[0], answers[1:]
		}
		if err := l.write(ctx, b, &objects[i], d); err != nil {
			return err
		}
	}
	return nil
}

var (
	errNoObject   = assent.Problemf("BAD_LINE", "The line is not a JSON object.")
	errAnswered   = assent.Problemf("REPEATED_COLUMN", "The line has an answer already, perhaps from an earlier screening; take it out first.")
	errNoContact  = assent.Problemf("NO_CONTACT", "The line has no field that is known to hold an address for this channel.")
	errNoText     = assent.Problemf("BAD_CONTACT", "The address is not a text.")
	errNotSimple  = assent.Problemf("BAD_CONTACT", "The field contact must hold one address, as in {\"email\":\"ana@example.org\"}.")
	errSeveral    = assent.Problemf("REPEATED_COLUMN", "Several fields of the line may hold the address; say which does: --column (column in the API).")
	contactFields = []string{"email", "phone", "im", "device", "external_id"}
)

// read finds the contact of a line; there is none in a blank one.
func (l *lines) read(line string) (o object, ok bool) {
	text := bytes.TrimSpace([]byte(line))
	if len(text) == 0 {
		return o, false
	}
	o = object{text: text, reason: InvalidRow}
	var fields map[string]json.RawMessage
	if text[0] != '{' || json.Unmarshal(text, &fields) != nil {
		o.problem = errNoObject
		return o, true
	}
	for _, name := range append(added, linked...) {
		if _, taken := fields[name]; taken {
			o.problem = errAnswered
			return o, true
		}
	}
	o.reason = InvalidContact
	if o.contact, o.problem = l.contactIn(fields); o.problem == nil {
		var err error
		o.address, err = first(address.Of(o.contact, l.Country))
		o.problem, _ = assent.AsProblem(err)
	}
	return o, true
}

// contactIn takes the field that was named; else what the channel reaches, the object contact that the API takes, or a customer number.
func (l *lines) contactIn(fields map[string]json.RawMessage) (assent.Contactable, *assent.Problem) {
	if l.Column != "" {
		return textOf(l.fieldOf(l.Column), fields[l.Column])
	}
	if raw, ok := fields[l.field]; ok {
		return textOf(l.field, raw)
	}
	if raw, ok := fields["contact"]; ok {
		var inner map[string]json.RawMessage
		if json.Unmarshal(raw, &inner) != nil || len(inner) != 1 {
			return assent.Contactable{}, errNotSimple
		}
		for _, f := range contactFields {
			if raw, ok := inner[f]; ok {
				return textOf(f, raw)
			}
		}
		return assent.Contactable{}, errNotSimple
	}
	for _, f := range []string{l.field, "external_id"} {
		var found []json.RawMessage
		for name, raw := range fields {
			if holds(name, f) {
				found = append(found, raw)
			}
		}
		if len(found) > 1 {
			return assent.Contactable{}, errSeveral
		}
		if len(found) == 1 {
			return textOf(f, found[0])
		}
	}
	return assent.Contactable{}, errNoContact
}

func (l *lines) fieldOf(name string) string {
	if sheet.Contact(name) == "external_id" {
		return "external_id"
	}
	return l.field
}

func textOf(field string, raw json.RawMessage) (assent.Contactable, *assent.Problem) {
	var value string
	if len(raw) == 0 {
		return assent.Contactable{}, errNoContact
	}
	if json.Unmarshal(raw, &value) != nil {
		return assent.Contactable{}, errNoText
	}
	return contactOf(field, strings.TrimSpace(value)), nil
}

// answerFields are what is added to a line.
type answerFields struct {
	Decision    assent.Verdict `json:"decision"`
	Reason      assent.Reason  `json:"reason"`
	Basis       assent.Basis   `json:"basis"`
	Until       *time.Time     `json:"valid_until"`
	Unsubscribe string         `json:"unsubscribe_url,omitzero"`
	Preferences string         `json:"preferences_url,omitzero"`
}

// write writes a line with its answer behind its own fields; nothing was asked about one with a problem.
func (l *lines) write(ctx context.Context, b *batch, o *object, d *assent.Decision) (err error) {
	if o.problem != nil {
		b.findings = append(b.findings, Finding{o.number, o.problem.Code, o.problem.Detail})
		d = &assent.Decision{Decision: assent.Deny, Basis: assent.NoBasis, Reason: o.reason}
	}
	b.tally.count(*d)
	a := answerFields{Decision: d.Decision, Reason: d.Reason, Basis: d.Basis, Until: d.ValidUntil}
	if l.Links != nil && d.Decision == assent.Allow {
		if a.Unsubscribe, a.Preferences, err = l.Links(ctx, o.contact); err != nil {
			return err
		}
	}
	own := bytes.TrimRight(o.text[:len(o.text)-1], " \t\r\n")
	if o.reason == InvalidRow {
		if own, err = rowField(o.text); err != nil {
			return err
		}
	}
	b.out = append(b.out, own...)
	if len(own) > 1 {
		b.out = append(b.out, ',')
	}
	b.out = a.append(b.out)
	return nil
}

// append writes the answer as the end of an object.
func (a answerFields) append(out []byte) []byte {
	text, err := json.Marshal(a)
	if err != nil {
		panic(err) // words and a time can always be written
	}
	return append(append(out, text[1:]...), '\n')
}

// rowField begins an object that holds a line which could not be added to.
func rowField(text []byte) ([]byte, error) {
	if !json.Valid(text) {
		quoted, err := json.Marshal(string(text))
		if err != nil {
			return nil, err
		}
		text = quoted
	}
	return append([]byte(`{"row":`), text...), nil
}
