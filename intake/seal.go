package intake

import (
	"fmt"
	"maps"
	"slices"

	"assent"
	"assent/store"
	"assent/vault"
)

// key opens the person's key, or draws one for a new person; nil when nothing is to be sealed.
func (w *work) key() (*vault.PersonKey, error) {
	if w.isNew {
		wrapped, key, err := w.desk.vault.NewPersonKey()
		if err != nil {
			return nil, err
		}
		return key, w.tx.NewPerson(store.Person{ID: w.person, Wrapped: wrapped})
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
		if err := w.tx.NewPoint(row); err != nil {
			return err
		}
	}
	return nil
}
