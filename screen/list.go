package screen

import (
	"context"
	"io"
	"slices"
	"strings"

	"assent"
	"assent/address"
	"assent/sheet"
)

// added are the columns that a screening adds, and linked those with Options.Links.
var (
	added  = []string{"decision", "reason", "basis", "valid_until"}
	linked = []string{"unsubscribe_url", "preferences_url"}
)

// screening is one list on its way.
type screening struct {
	ctx      context.Context
	org      assent.ID
	desk     Decider
	question assent.Question
	Options
	field    string // what the column holds: email, phone, im, device, external_id
	column   int
	source   *counter
	dst      io.Writer
	table    *sheet.Reader
	out      *sheet.Writer
	tally    *Tally
	progress func(Progress)
	rows     []asked
}

// asked is a row that waits for its answer; or has it, if it cannot be asked about.
type asked struct {
	sheet.Row
	contact assent.Contactable
	problem *assent.Problem
	reason  assent.Reason // if problem is set
}

// plainScreening knows nothing yet of how the list is written.
func plainScreening(in io.Reader, out io.Writer, q assent.Question, o Options) *screening {
	s := &screening{question: q, Options: o, source: &counter{src: in}, dst: out, tally: newTally()}
	if s.question.Explain == "" {
		s.question.Explain = assent.ExplainNone
	}
	return s
}

func newScreening(in io.Reader, out io.Writer, q assent.Question, o Options) (*screening, error) {
	s := plainScreening(in, out, q, o)
	var err error
	if s.table, err = sheet.NewReader(s.source); err != nil {
		return nil, err
	}
	header := s.table.Header()
	if s.column, s.field, err = find(header, o.Column, q.Channel); err != nil {
		return nil, err
	}
	if s.out, err = sheet.NewWriter(out, s.table.Dialect()); err != nil {
		return nil, err
	}
	columns := added
	if o.Links != nil {
		columns = slices.Concat(added, linked)
	}
	for _, c := range columns {
		if slices.Contains(header, c) {
			return nil, assent.Problemf("REPEATED_COLUMN", "The list has a column %q already, perhaps from an earlier screening; take it out first.", c)
		}
	}
	if err := s.out.Write(slices.Concat(header, columns)); err != nil {
		return nil, err
	}
	return s, s.out.Flush()
}

func (s *screening) run() error {
	for {
		row, err := s.table.Read()
		if err == io.EOF {
			return s.flush()
		}
		if err != nil {
			return err
		}
		s.rows = append(s.rows, s.ask(row))
		if len(s.rows) < chunk {
			continue
		}
		if err := s.flush(); err != nil {
			return err
		}
	}
}

// ask makes a row a contact to ask about.
func (s *screening) ask(row sheet.Row) asked {
	a := asked{Row: row, problem: row.Fault, reason: InvalidRow}
	if a.problem != nil {
		return a
	}
	a.contact = contactOf(s.field, strings.TrimSpace(row.Fields[s.column]))
	_, err := address.Of(a.contact, s.Country)
	a.problem, _ = assent.AsProblem(err)
	a.reason = InvalidContact
	return a
}

func contactOf(field, value string) assent.Contactable {
	switch field {
	case "email":
		return assent.Contactable{Email: value}
	case "phone":
		return assent.Contactable{Phone: value}
	case "im":
		return assent.Contactable{IM: value}
	case "device":
		return assent.Contactable{Device: value}
	}
	return assent.Contactable{ExternalID: value}
}

// flush asks about the rows that wait, and writes them out.
func (s *screening) flush() error {
	var to []assent.Contactable
	for _, a := range s.rows {
		if a.problem == nil {
			to = append(to, a.contact)
		}
	}
	decisions, err := answer(s.ctx, s.org, s.desk, s.question, to)
	if err != nil {
		return err
	}
	for _, a := range s.rows {
		d := assent.Decision{Decision: assent.Deny, Basis: assent.NoBasis, Reason: a.reason}
		if a.problem == nil {
			d, decisions = decisions[0], decisions[1:]
		}
		if err := s.write(a, d); err != nil {
			return err
		}
	}
	s.rows = s.rows[:0]
	if s.progress != nil {
		s.progress(Progress{s.tally.Rows, s.source.read})
	}
	return s.out.Flush()
}

// write writes a row with its answer beside it. Fields beyond the header stand after the answer.
func (s *screening) write(a asked, d assent.Decision) error {
	s.tally.count(d)
	if a.problem != nil && s.Findings != nil {
		if err := s.Findings(Finding{a.Line, a.problem.Code, a.problem.Detail}); err != nil {
			return err
		}
	}
	links, err := s.links(s.ctx, a.Row, d)
	if err != nil {
		return err
	}
	return s.out.Write(s.answered(a.Row, d, links))
}

// answered is a row with its answer beside it.
func (s *screening) answered(row sheet.Row, d assent.Decision, links []string) []string {
	own := make([]string, len(s.table.Header()))
	beyond := row.Fields[copy(own, row.Fields):]
	return slices.Concat(own, []string{string(d.Decision), string(d.Reason), string(d.Basis), until(d)}, links, beyond)
}

// links are made for those who may be written to.
func (s *screening) links(ctx context.Context, row sheet.Row, d assent.Decision) ([]string, error) {
	switch {
	case s.Links == nil:
		return nil, nil
	case d.Decision != assent.Allow:
		return []string{"", ""}, nil
	}
	unsubscribe, preferences, err := s.Links(ctx, contactOf(s.field, strings.TrimSpace(row.Fields[s.column])))
	return []string{unsubscribe, preferences}, err
}

// counter counts what is read.
type counter struct {
	src  io.Reader
	read int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.read += int64(n)
	return n, err
}
