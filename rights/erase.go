package rights

import (
	"context"

	"assent"
	"assent/intake"
	"assent/store"
)

// Erasing is an erasure that is carried out now.
type Erasing struct {
	Person assent.ID
	Actor  assent.Actor
	Method assent.Method // empty: the actor's usual one
	Source string        // why, in words that name nobody; it stands in the log
	Key    string        // Idempotency-Key
	Way    Way           // how she asked for it; empty: she did not, or it is entered already
}

// ErasureReceipt is where an erasure stands in the log.
type ErasureReceipt struct {
	Event  assent.ID              `json:"id"`
	Code   assent.TransactionCode `json:"transaction_code"`
	Number int64                  `json:"sequence"`
	Before bool                   `json:"-"` // she was erased before; this is the receipt of then
}

// Erase has a person erased at once (GDPR art. 17), and answers the requests for it that are open.
// Of somebody who is erased already, it returns the receipt of then; [ErrNobody] of somebody unknown.
func (d *Desk) Erase(ctx context.Context, org assent.ID, counter Recorder, e Erasing) (ErasureReceipt, error) {
	act := intake.Act{Type: assent.PersonErased, Person: e.Person, Actor: e.Actor, Method: e.Method, IdempotencyKey: e.Key}
	if e.Source != "" {
		act.Evidence = &assent.Evidence{Source: e.Source}
	}
	r, err := counter.Record(ctx, org, act)
	out := ErasureReceipt{Event: r.Event, Code: r.Code, Number: r.Number, Before: r.Replayed}
	if p, ok := assent.AsProblem(err); ok {
		switch p.Code {
		case "PERSON_ERASED":
			out, err = d.erasedBefore(ctx, org, e.Person)
		case "UNKNOWN_PERSON":
			err = ErrNobody
		}
	}
	if err != nil {
		return ErasureReceipt{}, err
	}
	return out, d.archive.Write(ctx, org, func(tx *store.Tx) error {
		if e.Way != "" && !out.Before {
			if err := d.onceAskedFor(tx, e.Person, e.Way); err != nil {
				return err
			}
		}
		return d.settle(tx, e.Person, e.Actor, Complied)
	})
}

// erasedBefore finds the erasure of a person in the log.
func (d *Desk) erasedBefore(ctx context.Context, org, person assent.ID) (out ErasureReceipt, err error) {
	err = d.archive.Read(ctx, org, func(v *store.View) error {
		events, err := v.EventsOf(person)
		for _, e := range events {
			if e.Type == assent.PersonErased {
				out = ErasureReceipt{Event: e.ID, Code: e.Code, Number: e.Number, Before: true}
			}
		}
		return err
	})
	return out, err
}

// onceAskedFor enters a request to be erased, unless one is open.
func (d *Desk) onceAskedFor(tx *store.Tx, person assent.ID, way Way) error {
	rows, err := requestsOf(&tx.View, Filter{Person: person, Open: true})
	if err != nil {
		return err
	}
	for _, row := range rows {
		if Right(row.Kind) == Erasure {
			return nil
		}
	}
	_, err = d.enter(tx, NewRequest{Person: person, Right: Erasure, Way: way, Received: tx.Now()})
	return err
}

// settle closes her open requests to be erased. If she asked in no way that was entered, and it was not
// her wish, there are none.
func (d *Desk) settle(tx *store.Tx, person assent.ID, by assent.Actor, outcome Outcome) error {
	rows, err := requestsOf(&tx.View, Filter{Person: person, Open: true})
	if err != nil {
		return err
	}
	for _, row := range rows {
		if Right(row.Kind) != Erasure {
			continue
		}
		if err := d.close(tx, row, by, outcome); err != nil {
			return err
		}
	}
	return nil
}
