package intake

import (
	"encoding/json"
	"fmt"

	"assent"
	"assent/store"
)

// replayed finds the receipt of an act that was recorded before: under the same key, or, for one
// that may have gone to the spool as well, as the same event.
func replayed(tx *store.Tx, dr *draft) (Receipt, bool, error) {
	if !dr.Event.IsZero() {
		before, found, err := tx.Event(dr.Event)
		if err != nil || found {
			return Receipt{Event: before.ID, Code: before.Code, Number: before.Number, Person: before.Person, Replayed: true}, found, err
		}
	}
	if dr.key == "" {
		return Receipt{}, false, nil
	}
	before, found, err := tx.Idempotent(dr.key)
	if err != nil || !found {
		return Receipt{}, false, err
	}
	if before.Digest != dr.digest {
		return Receipt{}, false, assent.Problemf("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used for another request; use a new key for each act.").
			In("idempotency-key").OfKind(assent.Unusable)
	}
	var r Receipt
	if err := json.Unmarshal(before.Response, &r); err != nil {
		return Receipt{}, false, fmt.Errorf("kept receipt: %w", err)
	}
	r.Replayed = true
	return r, true, nil
}

// remember keeps the receipt for repetitions.
func remember(tx *store.Tx, dr *draft, r Receipt) error {
	if dr.key == "" {
		return nil
	}
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return tx.PutIdempotent(store.Idempotent{Key: dr.key, Digest: dr.digest, Event: r.Event, Response: body})
}

// leftAlready finds the withdrawal that this one repeats: a mail program that sends its one click again,
// however often (RFC 8058), and whoever presses a page's button again, say nothing new while nothing has been
// agreed to or asked for since.
func (w *work) leftAlready() (Receipt, bool, error) {
	repeatable := w.dr.Method == assent.OneClick || w.undoable()
	if !repeatable || w.dr.Scope == nil || w.isNew {
		return Receipt{}, false, nil
	}
	scope := whole(*w.dr.Scope)
	for _, n := range w.state.Noes {
		if n.Scope != scope || n.Kind != assent.NoWithdrawn || n.Mark.Source != assent.Own || w.openedSince(n.Mark) {
			continue
		}
		before, found, err := w.tx.Event(n.Event)
		if found && before.Event.Method == w.dr.Method {
			return Receipt{Event: before.ID, Code: before.Code, Number: before.Number, Person: before.Person, Replayed: true}, true, err
		}
		if err != nil {
			return Receipt{}, false, err
		}
	}
	return Receipt{}, false, nil
}

// openedSince reports whether she has agreed, or was asked to confirm, later than a no.
func (w *work) openedSince(no assent.Mark) bool {
	for _, p := range w.state.Points {
		for _, y := range p.Yeses {
			if y.Mark.After(no) {
				return true
			}
		}
		for _, r := range p.Requests {
			if r.Mark.After(no) {
				return true
			}
		}
	}
	return false
}
