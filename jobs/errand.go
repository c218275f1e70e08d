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

	// Look reads what a try needs on a snapshot that many share, just before it begins, and so keeps the transaction
	// short. What it returns stands in for Admit and Carry. Nil: they do their own reading.
	Look func(v *store.View, d store.Delivery) (Try, error)

	// Admit is asked in the transaction that begins a try, and may write in it. What it counts
	// there stays counted, whatever becomes of the try; d.Attempt is how many came before. Tries
	// begin together; if one cannot be admitted for an error, each begins by itself. Nil:
	// every delivery goes ahead.
	Admit func(tx *store.Tx, d store.Delivery) (Verdict, error)

	// Carry does the work. It may be called again for the same delivery after an error, or
	// after a crash; so whatever it causes bears the event's identifier. The errors of [Hopeless]
	// end the delivery. An error is stored and logged: no personal data in it.
	Carry func(ctx context.Context, d store.Delivery) error

	// Hopeless reports whether trying again after this error is useless. Nil: never.
	Hopeless func(err error) bool
}

// Try is one try of a delivery with all that was read for it. Without Admit it goes ahead.
type Try struct {
	Drop  string // why the delivery is not made at all
	Admit func(tx *store.Tx) (Verdict, error)
	Carry func(ctx context.Context) error
}

// Verdict is the answer of Admit. The zero value lets the delivery go ahead.
type Verdict struct {
	Drop string    // why the delivery is not made at all: "withdrawn meanwhile"
	Wait time.Time // not before then; ignored if Drop is set
}

// look reads what a try of the delivery needs.
func (e *Errand) look(v *store.View, d store.Delivery) (Try, error) {
	if e.Look != nil {
		return e.Look(v, d)
	}
	t := Try{Carry: func(ctx context.Context) error { return e.Carry(ctx, d) }}
	if e.Admit != nil {
		t.Admit = func(tx *store.Tx) (Verdict, error) { return e.Admit(tx, d) }
	}
	return t, nil
}
