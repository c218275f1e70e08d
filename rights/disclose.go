package rights

import (
	"context"
	"crypto/rand"
	"time"

	"assent"
	"assent/store"
)

// Whoever is shown what is held of a person leaves a trace of it, before it is shown: she may ask to
// whom her data were disclosed (GDPR art. 15(1)(c)), and an organisation must be able to see who
// looks at what (art. 32(1)(b)). The trace holds no personal value.

// Showing says what of her was shown.
type Showing string

// The showings.
const (
	ShownPerson Showing = "seen"
	ShownEvents Showing = "events"
	ShownExport Showing = "exported"
)

// Disclosure is one trace.
type Disclosure struct {
	At    time.Time `json:"at"`
	Actor string    `json:"actor" doc:"Kind and identifier of who looked: key, operator, person"`
	What  Showing   `json:"what" enum:"seen,events,exported"`
}

// Show leaves the trace. [ErrNobody] if nothing is recorded of her: then nothing is shown either.
func (d *Desk) Show(ctx context.Context, org, person assent.ID, to assent.Actor, what Showing) error {
	now := d.now().UTC().Truncate(time.Millisecond)
	id, err := assent.NewID(now, rand.Reader)
	if err != nil {
		return err
	}
	return d.archive.Update(ctx, org, func(tx *store.Tx) error {
		p, found, err := tx.Person(person)
		if err != nil || !found {
			return orNobody(err)
		}
		return tx.PutDisclosure(store.Disclosure{ID: id, Person: p.ID, At: now, Actor: actorName(to), What: string(what)})
	})
}

// Disclosures lists who was shown a person's data, the oldest first.
func (d *Desk) Disclosures(ctx context.Context, org, person assent.ID) ([]Disclosure, error) {
	out := []Disclosure{}
	err := d.archive.Read(ctx, org, func(v *store.View) error {
		out = []Disclosure{}
		records, err := v.RecordsOf(person)
		if err != nil || len(records) == 0 {
			return orNobody(err)
		}
		for _, r := range records {
			rows, err := v.DisclosuresOf(r.ID)
			if err != nil {
				return err
			}
			for _, row := range rows {
				out = append(out, Disclosure{row.At, row.Actor, Showing(row.What)})
			}
		}
		return nil
	})
	return out, err
}

// showHer leaves the trace of a copy that she took from her own page, and enters it as a request that was
// answered at once, once a day.
func (d *Desk) showHer(ctx context.Context, org, person assent.ID) error {
	her := assent.Actor{Kind: assent.ActorPerson}
	if err := d.Show(ctx, org, person, her, ShownExport); err != nil {
		return err
	}
	return d.archive.Update(ctx, org, func(tx *store.Tx) error {
		rows, err := requestsOf(&tx.View, Filter{Person: person})
		if err != nil {
			return err
		}
		today := d.today(&tx.View, tx.Now())
		for _, row := range rows {
			if Right(row.Kind) == Access && Way(row.Way) == OnOwnPage && d.today(&tx.View, row.Received) == today {
				return nil
			}
		}
		row, err := d.enter(tx, NewRequest{Person: person, Right: Access, Way: OnOwnPage, Received: tx.Now()})
		if err != nil {
			return err
		}
		row.Closed, row.Outcome, row.Handler = tx.Now(), string(Complied), actorName(her)
		return tx.PutRequest(row)
	})
}
