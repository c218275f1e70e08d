package rights

import (
	"assent"
	"assent/store"
	"assent/vault"
)

// safe holds the keys of a person's records, in clear, for the length of one look. A record
// whose key was shredded has none: its values stay closed.
type safe struct {
	keys map[assent.ID]*vault.PersonKey
}

func (d *Desk) open(v *store.View, person assent.ID) (*safe, error) {
	records, err := v.RecordsOf(person)
	if err != nil {
		return nil, err
	}
	s := &safe{map[assent.ID]*vault.PersonKey{}}
	for _, r := range records {
		if len(r.Wrapped) == 0 {
			continue
		}
		if s.keys[r.ID], err = d.vault.Unwrap(r.Wrapped); err != nil {
			s.close()
			return nil, err
		}
	}
	return s, nil
}

func (s *safe) close() {
	for _, k := range s.keys {
		if k != nil {
			k.Forget()
		}
	}
}

// address opens the address of a contact point; empty once it was shredded.
func (s *safe) address(p store.PointRow) (string, error) {
	key := s.keys[p.Person]
	if key == nil || len(p.Address) == 0 {
		return "", nil
	}
	plain, err := key.Open(p.Address, p.ID[:])
	return string(plain), err
}

// personal opens the personal values of an event, by name; nil if it has none (any more).
func (s *safe) personal(v *store.View, e *assent.Event) (map[string]string, error) {
	key := s.keys[e.Person]
	if key == nil || len(e.Sealed) == 0 {
		return nil, nil
	}
	sealed, err := v.Sealed(e.ID)
	if err != nil || sealed == nil {
		return nil, err
	}
	openings, err := key.OpenOpenings(e.ID, sealed)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, o := range openings {
		out[o.Name] = o.Value
	}
	return out, nil
}
