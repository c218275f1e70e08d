package prove

import (
	"assent"
	"assent/store"
)

// kept opens, with the custodian's key, what is kept of an erased person: her address, for a regulator,
// until the month is over to whose end it is kept.
func (d *Desk) kept(v *store.View, e *assent.Event, share Share) ([]assent.Opening, error) {
	if d.custodian == nil || share != Regulator {
		return nil, nil
	}
	person, _, err := v.Person(e.Person)
	if err != nil {
		return nil, err
	}
	capsule, found, err := v.Capsule(person.ID)
	if err != nil || !found {
		return nil, err
	}
	row, found, err := v.RetentionKey(capsule.Month)
	if err != nil || !found {
		return nil, err
	}
	key, err := d.vault.Unwrap(row.Wrapped)
	if err != nil {
		return nil, err
	}
	defer key.Forget()
	kept, err := d.custodian.OpenCapsule(key, capsule.Person, capsule.Data)
	if err != nil {
		return nil, errNotOurCapsule
	}
	for _, k := range kept {
		if k.Event == e.ID {
			return k.Openings, nil
		}
	}
	return nil, nil
}

var errNotOurCapsule = assent.Problemf("NOT_THE_CUSTODIAN", "What is kept of this person was closed for another custodian's key; use the one of the time of her erasure.").OfKind(assent.Forbidden)
