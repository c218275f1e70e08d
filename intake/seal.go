package intake

import (
	"fmt"
	"maps"
	"slices"

	"assent"
	"assent/store"
	"assent/vault"
)

// newcomer is what the record of a person of whom nothing is known needs to begin. It is made before the turn, on
// the chance that she is one: most who give an address are.
type newcomer struct {
	person   assent.ID
	wrapped  []byte
	points   []assent.ID // of the draft's addresses
	sealed   [][]byte    // the addresses
	fields   []assent.SealedField
	openings []byte
}

// sealAhead makes what a newcomer needs.
func (d *Desk) sealAhead(dr *draft) (err error) {
	if len(dr.addresses) == 0 || dr.joins() || dr.Type == assent.PersonErased {
		return nil
	}
	n := &newcomer{}
	if n.person, err = assent.NewID(dr.Received, d.Random); err != nil {
		return err
	}
	var key *vault.PersonKey
	if n.wrapped, key, err = d.vault.NewPersonKey(); err != nil {
		return err
	}
	defer key.Forget()
	var values []personal
	for _, a := range dr.addresses {
		id, err := assent.NewID(dr.Received, d.Random)
		if err != nil {
			return err
		}
		sealed, err := key.Seal([]byte(a.Value), id[:])
		if err != nil {
			return fmt.Errorf("seal address: %w", err)
		}
		n.points, n.sealed = append(n.points, id), append(n.sealed, sealed)
		values = append(values, personal{"address", a.Value})
	}
	n.fields, n.openings, err = d.commit(dr, key, append(values, dr.values()...))
	dr.newcomer = n
	return err
}

// personal is one value that is sealed.
type personal struct{ name, value string }

// values are those that the act brings, besides addresses.
func (dr *draft) values() []personal {
	var out []personal
	for _, name := range slices.Sorted(maps.Keys(dr.Personal)) {
		out = append(out, personal{name, dr.Personal[name]})
	}
	return out
}

// commit commits the event to personal values. The openings go beside the log, under the person's key, bound
// to the event.
func (d *Desk) commit(dr *draft, key *vault.PersonKey, values []personal) (fields []assent.SealedField, sealed []byte, err error) {
	if len(values) == 0 {
		return nil, nil, nil
	}
	var openings []assent.Opening
	for _, v := range values {
		field, opening, err := assent.Commit(v.name, v.value, d.Random)
		if err != nil {
			return nil, nil, err
		}
		fields, openings = append(fields, field), append(openings, opening)
	}
	sealed, err = key.SealOpenings(dr.id, openings)
	return fields, sealed, err
}

// seals seals what the act brings, and opens a record and contact points where they are new. It returns what lies
// beside the event.
func (w *work) seals() ([]byte, error) {
	if w.isNew {
		w.e.Sealed = w.dr.newcomer.fields
		return w.dr.newcomer.openings, w.tx.NewPerson(store.Person{ID: w.person, Wrapped: w.dr.newcomer.wrapped})
	}
	values := w.dr.values()
	for _, p := range slices.Backward(w.acting) {
		if p.isNew {
			values = slices.Insert(values, 0, personal{"address", p.Value})
		}
	}
	if len(values) == 0 {
		return nil, nil
	}
	key, err := w.key()
	if err != nil {
		return nil, err
	}
	defer key.Forget()
	for i, p := range w.acting {
		if p.isNew {
			if w.acting[i].sealed, err = key.Seal([]byte(p.Value), p.ID[:]); err != nil {
				return nil, fmt.Errorf("seal address: %w", err)
			}
		}
	}
	var sealed []byte
	w.e.Sealed, sealed, err = w.desk.commit(w.dr, key, values)
	return sealed, err
}

// key opens the key of the record that stands for the person.
func (w *work) key() (*vault.PersonKey, error) {
	p, _, err := w.tx.Record(w.person)
	if err != nil {
		return nil, err
	}
	return w.desk.vault.Unwrap(p.Wrapped)
}

// putPoints opens the contact points that are new.
func (w *work) putPoints() error {
	for i, p := range w.acting {
		if !p.isNew {
			continue
		}
		row := store.PointRow{
			ID: p.ID, Person: w.person, Kind: p.Kind, Pseudonym: p.pseudonyms[0],
			Address: p.sealed, Created: w.tx.Now(),
		}
		if w.isNew {
			row.Address = w.dr.newcomer.sealed[i]
		}
		if err := w.tx.NewPoint(row); err != nil {
			return err
		}
	}
	return nil
}
