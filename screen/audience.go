package screen

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"assent"
	"assent/address"
	"assent/sheet"
	"assent/store"
	"assent/vault"
)

// People are all the people on record, and the means to read their addresses.
type People struct {
	Archive *store.Archive
	Vault   *vault.Vault
}

// page is how many people are looked at together.
const page = 500

// Audience writes everyone who may get the message: one row for each contact point that the
// channel reaches and that may be written to, with the basis, the reason, how long the answer holds,
// what must accompany the message (codes, as in "OPT_OUT_LINK POSTAL_ADDRESS") and the links.
// The tally counts those who may not as well. An address that a spreadsheet would run as a formula
// is left out, with a finding.
func Audience(ctx context.Context, org assent.ID, people People, desk Decider, q assent.Question, out io.Writer, o Options, progress func(Progress)) (Tally, error) {
	table, err := sheet.NewWriter(out, sheet.Dialect{})
	if err != nil {
		return Tally{}, err
	}
	q.Explain = assent.ExplainCodes
	a := &audience{ctx, org, people, desk, q, o, table, newTally()}
	columns := []string{"contact", "country", "language", "basis", "reason", "valid_until", "obligations"}
	if o.Links != nil {
		columns = slices.Concat(columns, linked)
	}
	if err := table.Write(columns); err != nil {
		return Tally{}, err
	}
	if sieve, err := sieveOf(ctx, org, desk, q); err != nil || sieve != nil {
		if err == nil {
			err = a.crowd(ctx, sieve, progress)
		}
		return *a.tally, errors.Join(err, table.Flush())
	}
	for after, more := (assent.ID{}), true; more; {
		if after, more, err = a.page(after); err != nil {
			return *a.tally, err
		}
		if progress != nil {
			progress(Progress{Rows: a.tally.Rows})
		}
	}
	return *a.tally, table.Flush()
}

type audience struct {
	ctx      context.Context
	org      assent.ID
	people   People
	desk     Decider
	question assent.Question
	Options
	table *sheet.Writer
	tally *Tally
}

// reachable is a contact point that the channel reaches.
type reachable struct {
	point             assent.ID
	address           address.Address
	country, language string
}

// page asks about some people after the given one.
func (a *audience) page(after assent.ID) (last assent.ID, more bool, err error) {
	var points []reachable
	err = a.people.Archive.Read(a.ctx, a.org, func(v *store.View) error {
		points = nil
		list, err := v.People(after, page)
		more = len(list) == page
		for _, p := range list {
			last = p.ID
			found, err := a.reachable(v, p.ID)
			if err != nil {
				return err
			}
			points = append(points, found...)
		}
		return err
	})
	if err != nil {
		return last, false, err
	}
	for part := range slices.Chunk(points, chunk) {
		if err := a.ask(part); err != nil {
			return last, false, err
		}
	}
	return last, more, nil
}

// reachable finds her contact points that the channel reaches; those that were erased are none.
func (a *audience) reachable(v *store.View, person assent.ID) ([]reachable, error) {
	rows, err := v.PointsOf(person)
	if err != nil {
		return nil, err
	}
	state, err := v.State(person)
	if err != nil {
		return nil, err
	}
	var out []reachable
	for _, row := range rows {
		if !row.Kind.Reaches(a.question.Channel) {
			continue
		}
		value, ok, err := a.open(v, row)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		r := reachable{point: row.ID, address: address.Address{Kind: row.Kind, Value: value}}
		if p, known := state.Points[row.ID]; known {
			r.country, r.language = p.Attribute("country"), p.Attribute("language")
		}
		out = append(out, r)
	}
	return out, nil
}

// open reads an address with the key of the record that it was sealed under.
func (a *audience) open(v *store.View, row store.PointRow) (value string, ok bool, err error) {
	record, found, err := v.Record(row.Person)
	if err != nil || !found || len(record.Wrapped) == 0 || len(row.Address) == 0 {
		return "", false, err
	}
	key, err := a.people.Vault.Unwrap(record.Wrapped)
	if err != nil {
		return "", false, err
	}
	defer key.Forget()
	plain, err := key.Open(row.Address, row.ID[:])
	return string(plain), err == nil, err
}

func (a *audience) ask(points []reachable) error {
	to := make([]assent.Contactable, len(points))
	for i, p := range points {
		to[i] = assent.Contactable{Point: p.point}
	}
	decisions, err := answer(a.ctx, a.org, a.desk, a.question, to)
	if err != nil {
		return err
	}
	for i, d := range decisions {
		a.tally.count(d)
		if d.Decision != assent.Allow {
			continue
		}
		if err := a.write(points[i], d, codes(d.Obligations)); err != nil {
			return err
		}
	}
	return nil
}

func (a *audience) write(p reachable, d assent.Decision, obligations string) error {
	if sheet.Safe(p.address.Value) != p.address.Value {
		return a.unsafe()
	}
	row := []string{p.address.Value, p.country, p.language, string(d.Basis), string(d.Reason), until(d), obligations}
	if a.Links != nil {
		unsubscribe, preferences, err := a.Links(a.ctx, assent.Contactable{Point: p.point})
		if err != nil {
			return err
		}
		row = append(row, unsubscribe, preferences)
	}
	return a.table.Write(row)
}

func (a *audience) unsafe() error {
	if a.Findings == nil {
		return nil
	}
	return a.Findings(Finding{Code: "FORMULA", Detail: "An address begins like a formula and was left out: a spreadsheet would run it. Write to it by the API."})
}

func codes(obligations []assent.Obligation) string {
	var out []string
	for _, o := range obligations {
		code := string(o.Code)
		if o.Value != "" {
			code += "=" + o.Value
		}
		if !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return strings.Join(out, " ")
}
