package intake

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"assent"
	"assent/store"
	"assent/vault"
)

// keep stores the event and all that follows from it, in this transaction.
func (w *work) keep() (Receipt, error) {
	key, err := w.key()
	if err != nil {
		return Receipt{}, err
	}
	if key != nil {
		defer key.Forget()
	}
	if err := w.merge(); err != nil {
		return Receipt{}, err
	}
	if err := w.recall(); err != nil {
		return Receipt{}, err
	}
	sealed, err := w.seal(key)
	if err != nil {
		return Receipt{}, err
	}
	if err := w.tx.Append(w.e, sealed); err != nil {
		return Receipt{}, err
	}
	if err := w.putPoints(key); err != nil {
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

// key opens the person's key, or draws one for a new person; nil when nothing is to be sealed.
func (w *work) key() (*vault.PersonKey, error) {
	if w.isNew {
		wrapped, key, err := w.desk.vault.NewPersonKey()
		if err != nil {
			return nil, err
		}
		return key, w.tx.PutPerson(store.Person{ID: w.person, Wrapped: wrapped})
	}
	if !w.seals() {
		return nil, nil
	}
	p, _, err := w.tx.Record(w.person)
	if err != nil {
		return nil, err
	}
	return w.desk.vault.Unwrap(p.Wrapped)
}

func (w *work) seals() bool {
	return len(w.dr.Personal) > 0 || slices.ContainsFunc(w.acting, func(p contactPoint) bool { return p.isNew })
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

// seal commits the event to the personal values: each address at first sight, and what the
// act brings. The openings go beside the log, under the person's key, bound to the event.
func (w *work) seal(key *vault.PersonKey) ([]byte, error) {
	var openings []assent.Opening
	commit := func(name, value string) error {
		field, opening, err := assent.Commit(name, value, w.desk.Random)
		if err == nil {
			w.e.Sealed = append(w.e.Sealed, field)
			openings = append(openings, opening)
		}
		return err
	}
	for _, p := range w.acting {
		if p.isNew {
			if err := commit("address", p.Value); err != nil {
				return nil, err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(w.dr.Personal)) {
		if err := commit(name, w.dr.Personal[name]); err != nil {
			return nil, err
		}
	}
	if len(openings) == 0 {
		return nil, nil
	}
	return key.SealOpenings(w.e.ID, openings)
}

// putPoints opens the contact points that are new.
func (w *work) putPoints(key *vault.PersonKey) error {
	for _, p := range w.acting {
		if !p.isNew {
			continue
		}
		sealed, err := key.Seal([]byte(p.Value), p.ID[:])
		if err != nil {
			return fmt.Errorf("seal address: %w", err)
		}
		row := store.PointRow{
			ID: p.ID, Person: w.person, Kind: p.Kind, Pseudonym: p.pseudonyms[0],
			Address: sealed, Created: w.tx.Now(),
		}
		if err := w.tx.PutPoint(row); err != nil {
			return err
		}
	}
	return nil
}

// receipt says how everything that the act touched stands now.
func (w *work) receipt() Receipt {
	r := Receipt{
		Event: w.e.ID, Code: w.e.Code, Number: w.e.Number, Person: w.person,
		Confirm: w.e.Type == assent.ConsentRequested,
	}
	if len(w.e.Points) > 0 {
		r.Point = w.e.Points[0].ID
	}
	for _, c := range w.e.Choices {
		r.Results = append(r.Results, w.result(c.Point, c.Brand, c.Purpose, c.Channel, c.Party))
	}
	if len(w.e.Choices) == 0 {
		r.Results = w.covered()
	}
	return r
}

func (w *work) result(point assent.ID, brand, purpose string, ch assent.Channel, party assent.Party) Result {
	cell := assent.Scope{Brand: brand, Purpose: purpose, Channel: string(ch), Party: string(party)}
	return Result{purpose, ch, w.state.Standing(point, cell, w.now()).Status}
}

// now is the instant at which the act is seen by itself.
func (w *work) now() time.Time {
	if w.e.Received.After(w.e.Recorded) {
		return w.e.Received
	}
	return w.e.Recorded
}

// covered lists the yeses that the act's noes, if any, have ended.
func (w *work) covered() []Result {
	var out []Result
	for _, id := range w.allPoints() {
		p, ok := w.state.Points[id]
		if !ok {
			continue
		}
		for _, y := range p.Yeses {
			r := w.result(id, w.brandOf(y.Purpose), y.Purpose, y.Channel, y.Party)
			if w.ends(y) && !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

func (w *work) brandOf(purpose string) string {
	if p, ok := w.cat.Purpose(purpose); ok {
		return p.Brand
	}
	return ""
}

func (w *work) ends(y assent.StandingYes) bool {
	cell := assent.Scope{Brand: w.brandOf(y.Purpose), Purpose: y.Purpose, Channel: string(y.Channel), Party: string(y.Party)}
	return slices.ContainsFunc(w.e.Noes, func(n assent.NoEntry) bool { return n.Scope.Covers(cell) })
}
