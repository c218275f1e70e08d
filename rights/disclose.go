package rights

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"assent"
	"assent/store"
)

// Whoever is shown what is held of a person leaves a trace of it, before it is shown: she may ask to
// whom her data were disclosed (GDPR art. 15(1)(c)), and an organisation must be able to see who
// looks at what (art. 32(1)(b)). The trace stands in the trail beside what operators do in the
// console, holds no personal value, and is sealed into the log by its digest.

// Showing says what of her was shown.
type Showing string

// The showings, by their names in the trail.
const (
	ShownPerson Showing = "people.seen"
	ShownEvents Showing = "people.events"
	ShownExport Showing = "people.exported"
)

// Disclosure is one trace.
type Disclosure struct {
	At    time.Time `json:"at"`
	Actor string    `json:"actor" doc:"Kind and identifier of who looked: key, operator, person"`
	What  string    `json:"what" doc:"people.seen, people.events, people.exported; or the page of the console"`
}

// disclosuresMost is how many are listed, the latest.
const disclosuresMost = 1000

// Show leaves the trace. [ErrNobody] if nothing is recorded of her: then nothing is shown either.
func (d *Desk) Show(ctx context.Context, org, person assent.ID, to assent.Actor, what Showing) error {
	return d.archive.Update(ctx, org, func(tx *store.Tx) error {
		p, found, err := tx.Person(person)
		if err != nil || !found {
			return orNobody(err)
		}
		return d.note(tx, p.ID, string(what), actorName(to))
	})
}

// note adds to the trail. What a program or the person herself did stands there under its name, without an operator.
func (d *Desk) note(tx *store.Tx, person assent.ID, act, detail string) error {
	now := d.now().UTC().Truncate(time.Millisecond)
	id, err := assent.NewID(now, rand.Reader)
	if err != nil {
		return err
	}
	return tx.PutTrail(store.TrailRow{ID: id, At: now, Act: act, Person: person, Detail: detail})
}

// Disclosures lists who was shown a person's data, the oldest first.
func (d *Desk) Disclosures(ctx context.Context, org, person assent.ID) ([]Disclosure, error) {
	var out []Disclosure
	err := d.archive.Read(ctx, org, func(v *store.View) (err error) {
		out, err = disclosures(v, person)
		return err
	})
	return out, err
}

func disclosures(v *store.View, person assent.ID) ([]Disclosure, error) {
	records, err := v.RecordsOf(person)
	if err != nil || len(records) == 0 {
		return nil, orNobody(err)
	}
	out := []Disclosure{}
	for _, r := range records {
		rows, err := v.Trail(assent.ID{}, r.ID, assent.ID{}, disclosuresMost)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			if strings.HasPrefix(row.Act, "people.") {
				out = append(out, disclosureOf(row))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Disclosure) int { return a.At.Compare(b.At) })
	return out, nil
}

func disclosureOf(row store.TrailRow) Disclosure {
	actor := row.Detail
	if !row.Operator.IsZero() {
		actor = actorName(assent.Actor{Kind: assent.ActorOperator, ID: row.Operator.String()})
	}
	return Disclosure{At: row.At, Actor: actor, What: row.Act}
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
		return d.close(tx, row, her, Complied)
	})
}
