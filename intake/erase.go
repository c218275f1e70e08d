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

// leaveBehind leaves what outlives the erasure, before it is recorded: the event says how much that is.
func (w *work) leaveBehind() error {
	if w.e.Type != assent.PersonErased {
		return nil
	}
	added, err := w.suppress()
	if err != nil {
		return err
	}
	w.e.Erasure = &assent.Erasure{Suppressions: added}
	return w.encapsulate(w.e.Erasure)
}

// suppress leaves a no for each keyed hash (GDPR art. 21(3), 17(3)(b)), so that nobody imports her
// again; it leads back to no record. It counts those that were not on the list before.
func (w *work) suppress() (added int, err error) {
	for _, p := range w.points {
		s := store.Suppression{Pseudonym: p.Pseudonym, Scope: assent.Everything(), Day: assent.DayOf(w.e.Received)}
		stamp := w.desk.vault.StampSuppression(w.tx.Org(), s.Pseudonym, s.Scope, s.Day)
		s.Stamp = stamp[:]
		isNew, err := w.tx.Suppress(s)
		if err != nil {
			return 0, err
		}
		if isNew {
			added++
		}
	}
	return added, nil
}

// forget makes the erasure good: the sealed values, addresses and names are deleted, the keys shredded.
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
		if err := w.tx.ErasePoint(p.ID); err != nil {
			return err
		}
	}
	if err := w.tx.ForgetNames(w.person); err != nil {
		return err
	}
	return w.tx.ShredPerson(w.person)
}
