package intake

import (
	"assent"
)

// keep stores the event and all that follows from it, in this transaction.
func (w *work) keep() (Receipt, error) {
	if err := w.merge(); err != nil {
		return Receipt{}, err
	}
	if err := w.recall(); err != nil {
		return Receipt{}, err
	}
	if err := w.leaveBehind(); err != nil {
		return Receipt{}, err
	}
	sealed, err := w.seals()
	if err != nil {
		return Receipt{}, err
	}
	if err := w.tx.Append(w.e, sealed); err != nil {
		return Receipt{}, err
	}
	if err := w.putPoints(); err != nil {
		return Receipt{}, err
	}
	w.state.Apply(w.e)
	if err := w.tx.PutState(w.state); err != nil {
		return Receipt{}, err
	}
	if w.e.Type == assent.PersonErased {
		if err := w.forget(); err != nil {
			return Receipt{}, err
		}
	}
	return w.receipt(), nil
}

// merge joins the other record of the same woman; her state is then that of both.
func (w *work) merge() (err error) {
	if w.linked.IsZero() {
		return nil
	}
	if err = w.tx.MergePerson(w.linked, w.person); err != nil {
		return err
	}
	w.state, err = w.tx.State(w.person)
	return err
}

// recall writes down, before the act, the no that an erasure left for an address that
// comes back, so that the log alone shows why her yes must be confirmed.
func (w *work) recall() error {
	if len(w.left) == 0 {
		return nil
	}
	e := &assent.Event{
		Format: 1, Type: assent.ConsentWithdrawn, Occurred: w.dr.Received, Received: w.dr.Received,
		Person: w.person, Points: w.e.Points, Actor: assent.Actor{Kind: assent.ActorHouse}, Method: assent.Automatic,
	}
	for _, l := range w.left {
		e.Noes = append(e.Noes, assent.NoEntry{
			Scope: l.Scope, Kind: assent.NoWithdrawn, Cause: "erased on " + string(l.Day), Reaches: w.allPoints(),
		})
	}
	var err error
	if e.ID, err = assent.NewID(w.dr.Received, w.desk.Random); err != nil {
		return err
	}
	if e.Code, err = assent.NewTransactionCode(w.desk.Random); err != nil {
		return err
	}
	if err := w.tx.Append(e, nil); err != nil {
		return err
	}
	w.state.Apply(e)
	return nil
}
