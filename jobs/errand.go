package jobs

import (
	"context"
	"time"

	"assent"
	"assent/store"
)

// Errand is one kind of work that events cause: "confirmation mails", say. Its functions may
// be called from several goroutines.
type Errand struct {
	// Name stands in cursors and deliveries, so it never changes.
	Name string

	// Wants lists where the event is to be carried, if anywhere. Nil: no event causes this
	// errand; its deliveries are put by other hands.
	Wants func(e *assent.Event) []string

	// Look reads what the tries of many deliveries need on one snapshot, just before they begin, and so keeps the
	// transaction short. What it returns stands in for Admit and Carry. Nil: they do their own reading.
	Look func(v *store.View, list []store.Delivery) (Group, error)

	// Admit is asked in the transaction that begins a try, and may write in it. What it counts
	// there stays counted, whatever becomes of the try; d.Attempt is how many came before. It sees what every
	// try that was admitted before has written, in whatever process. Tries begin together; if one cannot
	// be admitted for an error, each begins by itself. Nil: every delivery goes ahead.
	Admit func(tx *store.Tx, d store.Delivery) (Verdict, error)

	// Carry does the work. It may be called again for the same delivery after an error, or
	// after a crash; so whatever it causes bears the event's identifier. The errors of [Hopeless]
	// end the delivery. An error is stored and logged: no personal data in it.
	Carry func(ctx context.Context, d store.Delivery) error

	// Hopeless reports whether trying again after this error is useless. Nil: never.
	Hopeless func(err error) bool
}

// Group is tries of several deliveries of an errand, with all that was read for them.
type Group struct {
	Tries []Try // one for each delivery, in their order

	// Admit is asked in the transaction that begins tries, about those that may: taken are their places in Tries. It
	// answers for each of them. Nil: all go ahead.
	Admit func(tx *store.Tx, taken []int) ([]Verdict, error)
}

// Try is one try of a delivery.
type Try struct {
	Fault error  // why it cannot be begun: it is left for later
	Drop  string // why the delivery is not made at all
	Carry func(ctx context.Context) error
}

// Verdict is the answer of Admit. The zero value lets the delivery go ahead.
type Verdict struct {
	Drop string    // why the delivery is not made at all: "withdrawn meanwhile"
	Wait time.Time // not before then; ignored if Drop is set
}

// look reads what tries of deliveries need.
func (e *Errand) look(v *store.View, list []store.Delivery) (Group, error) {
	if e.Look != nil {
		return e.Look(v, list)
	}
	g := Group{Tries: make([]Try, len(list))}
	for i, d := range list {
		g.Tries[i].Carry = func(ctx context.Context) error { return e.Carry(ctx, d) }
	}
	if e.Admit != nil {
		g.Admit = func(tx *store.Tx, taken []int) ([]Verdict, error) { return e.admit(tx, list, taken) }
	}
	return g, nil
}

// admit asks about one delivery after another.
func (e *Errand) admit(tx *store.Tx, list []store.Delivery, taken []int) (out []Verdict, err error) {
	out = make([]Verdict, len(taken))
	for i, place := range taken {
		if out[i], err = e.Admit(tx, list[place]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
