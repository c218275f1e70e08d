package rights

import (
	"context"
	"errors"
	"slices"
	"time"

	"assent"
	"assent/intake"
	"assent/jobs"
	"assent/store"
)

// ErasureWait is how long an erasure that a person asks for herself can be called off: what is
// destroyed cannot be brought back, and a session may have been left open.
const ErasureWait = 24 * time.Hour

// Recorder takes acts; an *intake.Desk is one.
type Recorder interface {
	Record(ctx context.Context, org assent.ID, act intake.Act) (intake.Receipt, error)
}

// An erasure that waits is a delivery to the person's own record, due when it is carried out.
const (
	erasureErrand = "erasure"
	calledOff     = "called off"
)

// AskErasure has a person erased (GDPR art. 17) once [ErasureWait] is over, and returns when that
// is. Asking again while it waits changes nothing.
func (d *Desk) AskErasure(ctx context.Context, org, person assent.ID) (due time.Time, err error) {
	return d.AskErasureBy(ctx, org, person, OnOwnPage)
}

// AskErasureBy is [Desk.AskErasure] for what she has asked in another way.
func (d *Desk) AskErasureBy(ctx context.Context, org, person assent.ID, way Way) (due time.Time, err error) {
	err = d.archive.Write(ctx, org, func(tx *store.Tx) error {
		waiting, err := erasure(&tx.View, person)
		if err != nil || waiting != nil {
			if waiting != nil {
				due = waiting.Next
			}
			return err
		}
		due = tx.Now().Add(ErasureWait)
		if err := d.onceAskedFor(tx, person, way); err != nil {
			return err
		}
		return tx.PutDelivery(store.Delivery{Follower: erasureErrand, Event: person, Next: due})
	})
	return due, err
}

// CallOffErasure ends the wait, and reports whether there was anything to call off.
func (d *Desk) CallOffErasure(ctx context.Context, org, person assent.ID) (waited bool, err error) {
	err = d.archive.Write(ctx, org, func(tx *store.Tx) error {
		waiting, err := erasure(&tx.View, person)
		if waited = waiting != nil; err != nil || !waited {
			return err
		}
		waiting.Done, waiting.LastError = tx.Now(), calledOff
		if err := tx.PutDelivery(*waiting); err != nil {
			return err
		}
		return d.settle(tx, person, assent.Actor{Kind: assent.ActorPerson}, TakenBack)
	})
	return waited, err
}

// erasure finds the one that waits for a person, under whichever of her records; nil if none does.
func erasure(v *store.View, person assent.ID) (*store.Delivery, error) {
	records, err := v.RecordsOf(person)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		waiting, found, err := v.Delivery(erasureErrand, r.ID, "")
		if err != nil {
			return nil, err
		}
		if found && waiting.Done.IsZero() {
			return &waiting, nil
		}
	}
	return nil, nil
}

// Erasures is the errand that carries out what people have asked for and not called off. What is
// recorded is her act, done on her own page. Where her record has turned out to be of several people meanwhile
// nobody is erased: the request stays open for somebody to answer.
func (d *Desk) Erasures(org assent.ID, counter Recorder) jobs.Errand {
	return jobs.Errand{
		Name: erasureErrand,
		Carry: func(ctx context.Context, waiting store.Delivery) error {
			if others, err := d.others(ctx, org, waiting.Event); err != nil || others {
				return err
			}
			_, err := d.Erase(ctx, org, counter, Erasing{
				Person: waiting.Event, Actor: assent.Actor{Kind: assent.ActorPerson}, Method: assent.PreferencePage,
				Source: "asked for on her page, and not called off within " + ErasureWait.String(),
			})
			if errors.Is(err, ErrNobody) {
				return nil
			}
			return err
		},
	}
}

// others reports whether an erasure that was asked for on a page would erase somebody else too. What staff ask for
// is done: they have seen whose record it is.
func (d *Desk) others(ctx context.Context, org, person assent.ID) (yes bool, err error) {
	err = d.archive.Read(ctx, org, func(v *store.View) error {
		state, err := v.State(person)
		if err != nil || !state.Several() {
			return err
		}
		open, err := requestsOf(v, Filter{Person: person, Open: true})
		yes = !slices.ContainsFunc(open, func(r store.RequestRow) bool { return Right(r.Kind) == Erasure && Way(r.Way) != OnOwnPage })
		return err
	})
	return yes, err
}

// Answers is the errand that closes the requests to be erased of people who were erased by any other
// hand: through the events of the API, by an import, in the console.
func (d *Desk) Answers(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: "erasure.answer",
		Wants: func(e *assent.Event) []string {
			if e.Type == assent.PersonErased {
				return []string{""}
			}
			return nil
		},
		Carry: func(ctx context.Context, owed store.Delivery) error {
			return d.archive.Write(ctx, org, func(tx *store.Tx) error {
				erased, found, err := tx.Event(owed.Event)
				if err != nil || !found {
					return err
				}
				return d.settle(tx, erased.Person, erased.Event.Actor, Complied)
			})
		},
	}
}
