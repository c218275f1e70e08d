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

	// Admit is asked in the transaction that begins a try, and may write in it. What it counts
	// there stays counted, whatever becomes of the try; d.Attempt is how many came before. Nil:
	// every delivery goes ahead.
	Admit func(tx *store.Tx, d store.Delivery) (Verdict, error)

	// Carry does the work. It may be called again for the same delivery after an error, or
	// after a crash; so whatever it causes bears the event's identifier. The errors of [Hopeless]
	// end the delivery. An error is stored and logged: no personal data in it.
	Carry func(ctx context.Context, d store.Delivery) error

	// Hopeless reports whether trying again after this error is useless. Nil: never.
	Hopeless func(err error) bool
}

// Verdict is the answer of Admit. The zero value lets the delivery go ahead.
type Verdict struct {
	Drop string    // why the delivery is not made at all: "withdrawn meanwhile"
	Wait time.Time // not before then; ignored if Drop is set
}
