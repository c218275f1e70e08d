package rights

import (
	"context"

	"assent"
	"assent/store"
)

// Act returns the event with a transaction code; [ErrNobody] if there is none.
func (d *Desk) Act(ctx context.Context, org assent.ID, code assent.TransactionCode) (*assent.Event, error) {
	var e *assent.Event
	err := d.archive.Read(ctx, org, func(v *store.View) error {
		stored, found, err := v.EventByCode(code)
		if err == nil && !found {
			err = ErrNobody
		}
		e = stored.Event
		return err
	})
	return e, err
}
