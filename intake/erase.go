package intake

import (
	"assent"
	"assent/store"
)

// erase writes an erasure out (GDPR art. 17). Who asks to be forgotten has left everything.
func (w *work) erase() error {
	w.e.Points = nil
	for _, p := range w.points {
		w.e.Points = append(w.e.Points, assent.Point{ID: p.ID, Kind: p.Kind})
	}
	if w.state.Erased != nil {
		return assent.Problemf("PERSON_ERASED", "This person is erased already.").OfKind(assent.Conflict)
	}
	n := w.no(assent.Everything(), assent.NoWithdrawn)
	n.Cause = "erased"
	w.e.Noes = []assent.NoEntry{n}
	return nil
}

// forget makes the erasure good: the sealed values and addresses are deleted, the keys
// shredded. What stays is a no for each keyed hash (GDPR art. 21(3), 17(3)(b)), so that
// nobody imports her again; it leads back to no record.
func (w *work) forget() error {
	events, err := w.tx.EventsOf(w.person)
	if err != nil {
		return err
	}
	for _, e := range events {
		if err := w.tx.EraseSealed(e.ID); err != nil {
			return err
		}
	}
	for _, p := range w.points {
		err := w.tx.PutSuppression(store.Suppression{
			Pseudonym: p.Pseudonym, Scope: assent.Everything(), Day: assent.DayOf(w.e.Received),
		})
		if err != nil {
			return err
		}
		if err := w.tx.ErasePoint(p.ID); err != nil {
			return err
		}
	}
	return w.tx.ShredPerson(w.person)
}
