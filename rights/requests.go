package rights

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"assent"
	"assent/store"
)

// Page is how many requests are listed at most.
const Page = 200

// ErrNoRequest is returned for an identifier that names no request.
var ErrNoRequest = assent.Problemf("NO_SUCH_REQUEST", "No request has this identifier.").OfKind(assent.NotFound)

// Filter chooses requests. The zero value lists all, the newest first.
type Filter struct {
	Open    bool       // only those not answered yet, the most pressing first
	DueBy   assent.Day // of the open ones, those due on that day or before; empty: all
	Overdue bool       // of the open ones, those whose last day is over
	Person  assent.ID  // only hers, the oldest first
	Before  assent.ID  // the last of the page before
}

// Ask enters a request and returns it with its deadline.
func (d *Desk) Ask(ctx context.Context, org assent.ID, n NewRequest) (SubjectRequest, error) {
	now := d.now().UTC().Truncate(time.Millisecond)
	if err := n.check(now); err != nil {
		return SubjectRequest{}, err
	}
	if n.Received.IsZero() {
		n.Received = now
	}
	if n.Person.IsZero() && n.Contact != (assent.Contactable{}) {
		var err error
		if n.Person, err = d.Find(ctx, org, n.Contact); err != nil {
			return SubjectRequest{}, err
		}
	}
	var out SubjectRequest
	err := d.archive.Update(ctx, org, func(tx *store.Tx) error {
		row, err := d.enter(tx, n)
		out = requestOf(row, d.today(&tx.View, now))
		return err
	})
	return out, err
}

// enter puts a request into the log.
func (d *Desk) enter(tx *store.Tx, n NewRequest) (store.RequestRow, error) {
	id, err := assent.NewID(n.Received, rand.Reader)
	if err != nil {
		return store.RequestRow{}, err
	}
	if !n.Person.IsZero() {
		p, found, err := tx.Person(n.Person)
		if err != nil || !found {
			return store.RequestRow{}, orNobody(err)
		}
		n.Person = p.ID
	}
	row := store.RequestRow{
		ID: id, Person: n.Person, Kind: string(n.Right), Way: string(n.Way), Received: n.Received.UTC().Truncate(time.Millisecond),
		Due: answerBy(d.today(&tx.View, n.Received), false), Reference: n.Reference,
	}
	return row, tx.PutRequest(row)
}

func orNobody(err error) error {
	if err == nil {
		return ErrNobody
	}
	return err
}

// Corrected enters, with its answer, what a person has corrected herself on her page (GDPR art. 16).
func (d *Desk) Corrected(ctx context.Context, org, person assent.ID) error {
	return d.archive.Write(ctx, org, func(tx *store.Tx) error {
		row, err := d.enter(tx, NewRequest{Person: person, Right: Correction, Way: OnOwnPage, Received: tx.Now()})
		if err != nil {
			return err
		}
		return d.close(tx, row, assent.Actor{Kind: assent.ActorPerson}, Complied)
	})
}

// today is the day of an instant where the organisation is; in UTC if its settings name no time zone.
func (d *Desk) today(v *store.View, at time.Time) assent.Day {
	zone := time.UTC
	if c, err := d.shelf.Of(v); err == nil {
		if z, err := time.LoadLocation(c.Settings().TimeZone); err == nil {
			zone = z
		}
	}
	return assent.DayOf(at.In(zone))
}

// Answer closes a request.
func (d *Desk) Answer(ctx context.Context, org, id assent.ID, by assent.Actor, outcome Outcome) (SubjectRequest, error) {
	if !slices.Contains(Outcomes(), outcome) {
		return SubjectRequest{}, unknown("outcome", outcome, Outcomes())
	}
	return d.change(ctx, org, id, func(tx *store.Tx, row *store.RequestRow) error {
		if !row.Closed.IsZero() && row.Outcome == string(outcome) {
			return nil
		}
		if !row.Closed.IsZero() {
			return assent.Problemf("REQUEST_ANSWERED", "This request was answered already, otherwise; enter a new one if she asks again.").OfKind(assent.Conflict)
		}
		closed(row, tx.Now(), by, outcome)
		return d.noteAnswer(tx, *row)
	})
}

// close answers a request and keeps it.
func (d *Desk) close(tx *store.Tx, row store.RequestRow, by assent.Actor, outcome Outcome) error {
	closed(&row, tx.Now(), by, outcome)
	if err := tx.PutRequest(row); err != nil {
		return err
	}
	return d.noteAnswer(tx, row)
}

func closed(row *store.RequestRow, at time.Time, by assent.Actor, outcome Outcome) {
	row.Closed, row.Outcome, row.Handler = at, string(outcome), actorName(by)
}

// noteAnswer puts the answer into the trail, whose digest is sealed into the log: so it can be shown
// later that she was answered, how and when.
func (d *Desk) noteAnswer(tx *store.Tx, row store.RequestRow) error {
	detail := fmt.Sprintf("%s: %s by %s, received %s, due %s, %s by %s", row.ID, row.Kind, row.Way,
		row.Received.Format(time.RFC3339), row.Due, row.Outcome, row.Handler)
	return d.note(tx, row.Person, "requests.answered", detail)
}

// Extend gives two more months, for a reason that she must be told within the first (GDPR art. 12(3)).
func (d *Desk) Extend(ctx context.Context, org, id assent.ID, reason string) (SubjectRequest, error) {
	if reasons := []string{Complex, Many}; !slices.Contains(reasons, reason) {
		return SubjectRequest{}, unknown("reason", reason, reasons)
	}
	return d.change(ctx, org, id, func(tx *store.Tx, row *store.RequestRow) error {
		switch {
		case !row.Closed.IsZero():
			return assent.Problemf("REQUEST_ANSWERED", "This request was answered already.").OfKind(assent.Conflict)
		case row.Extended != "":
			return assent.Problemf("EXTENDED_BEFORE", "The time for the answer was extended already, and can be only once.").OfKind(assent.Conflict)
		case row.Due < d.today(&tx.View, tx.Now()):
			return assent.Problemf("TOO_LATE_TO_EXTEND", "The time is over; it could be extended until %s.", row.Due).OfKind(assent.Conflict)
		}
		row.Extended, row.Warned = reason, ""
		row.Due = answerBy(d.today(&tx.View, row.Received), true)
		return nil
	})
}

// change alters one request under the archive's lock.
func (d *Desk) change(ctx context.Context, org, id assent.ID, alter func(*store.Tx, *store.RequestRow) error) (out SubjectRequest, err error) {
	err = d.archive.Write(ctx, org, func(tx *store.Tx) error {
		row, found, err := tx.Request(id)
		if err == nil && !found {
			err = ErrNoRequest
		}
		if err != nil {
			return err
		}
		if err := alter(tx, &row); err != nil {
			return err
		}
		out = requestOf(row, d.today(&tx.View, tx.Now()))
		return tx.PutRequest(row)
	})
	return out, err
}

// Requests lists requests, at most [Page] of them.
func (d *Desk) Requests(ctx context.Context, org assent.ID, f Filter) ([]SubjectRequest, error) {
	var out []SubjectRequest
	err := d.archive.Read(ctx, org, func(v *store.View) error {
		today := d.today(v, d.now())
		rows, err := d.chosen(v, f, today)
		out = make([]SubjectRequest, 0, len(rows))
		for _, row := range rows {
			out = append(out, requestOf(row, today))
		}
		return err
	})
	return out, err
}

func (d *Desk) chosen(v *store.View, f Filter, today assent.Day) ([]store.RequestRow, error) {
	switch {
	case !f.Person.IsZero():
		return requestsOf(v, f)
	case f.Overdue:
		return v.RequestsDue(dayBefore(today), Page)
	case f.DueBy != "":
		return v.RequestsDue(f.DueBy, Page)
	case f.Open:
		return v.RequestsDue("9999-12-31", Page)
	}
	return v.Requests(f.Before, Page)
}

// requestsOf are those of a person, as they stand today.
func (d *Desk) requestsOf(v *store.View, person assent.ID) ([]SubjectRequest, error) {
	rows, err := requestsOf(v, Filter{Person: person})
	out := make([]SubjectRequest, 0, len(rows))
	for _, row := range rows {
		out = append(out, requestOf(row, d.today(v, d.now())))
	}
	return out, err
}

// requestsOf are those of a person under all her records.
func requestsOf(v *store.View, f Filter) ([]store.RequestRow, error) {
	records, err := v.RecordsOf(f.Person)
	if err != nil {
		return nil, err
	}
	var out []store.RequestRow
	for _, r := range records {
		rows, err := v.RequestsOf(r.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	out = slices.DeleteFunc(out, func(r store.RequestRow) bool { return (f.Open || f.Overdue) && !r.Closed.IsZero() })
	slices.SortFunc(out, func(a, b store.RequestRow) int { return a.Received.Compare(b.Received) })
	return out, nil
}

// actorName is how an actor stands in the log: kind and identifier.
func actorName(a assent.Actor) string {
	if a.ID == "" {
		return string(a.Kind)
	}
	return string(a.Kind) + ":" + a.ID
}
