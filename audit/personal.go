package audit

import (
	"slices"

	"assent"
	"assent/store"
	"assent/vault"
)

// personal checks what is kept of a person beside the log: her contact points, and with the
// vault each personal value and address.
func (c *check) personal(v *store.View, folded *assent.State, events []store.Stored) error {
	points, err := v.PointsOf(folded.Person)
	if err != nil {
		return err
	}
	if folded.Erased != nil {
		return c.erased(v, folded.Person, points, events)
	}
	for id := range folded.Points {
		if !slices.ContainsFunc(points, func(p store.PointRow) bool { return p.ID == id }) {
			c.report.find(BadPerson, "Contact point %s of person %s is missing or belongs to another.", id, folded.Person)
		}
	}
	if c.Vault == nil {
		return nil
	}
	addresses := map[string]bool{}
	for _, e := range events {
		if err := c.sealed(v, e.Event, addresses); err != nil {
			return err
		}
	}
	for _, p := range points {
		if err := c.address(v, p, addresses); err != nil {
			return err
		}
	}
	return nil
}

// erased checks that nothing is left of a person who was erased.
func (c *check) erased(v *store.View, person assent.ID, points []store.PointRow, events []store.Stored) error {
	left := len(points) > 0
	for _, e := range events {
		sealed, err := v.Sealed(e.ID)
		if err != nil {
			return err
		}
		left = left || sealed != nil
	}
	records, err := v.RecordsOf(person)
	if err != nil {
		return err
	}
	for _, r := range records {
		left = left || r.Wrapped != nil
	}
	if left {
		c.report.find(BadSealed, "Person %s was erased, and something of her is still there.", person)
	}
	return c.capsule(v, person, events)
}

// sealed opens the personal values of an event and compares them with its commitments.
func (c *check) sealed(v *store.View, e *assent.Event, addresses map[string]bool) error {
	if len(e.Sealed) == 0 {
		return nil
	}
	data, err := v.Sealed(e.ID)
	if err != nil {
		return err
	}
	key, err := c.key(v, e.Person)
	if err != nil {
		return err
	}
	if data == nil || key == nil {
		c.report.find(BadSealed, "The personal values of event %d are gone, and nobody asked for their erasure.", e.Number)
		return nil
	}
	defer key.Forget()
	openings, err := key.OpenOpenings(e.ID, data)
	if err != nil || !open(e.Sealed, openings) {
		c.report.find(BadSealed, "The personal values of event %d are not those that were recorded.", e.Number)
		return nil
	}
	for _, o := range openings {
		c.report.Values++
		if o.Name == "address" {
			addresses[o.Value] = true
		}
	}
	return nil
}

// open reports whether the openings open the fields, one for one.
func open(fields []assent.SealedField, openings []assent.Opening) bool {
	return slices.EqualFunc(fields, openings, func(f assent.SealedField, o assent.Opening) bool { return o.Opens(f) })
}

// key unwraps the key of one of a person's records; nil if it is gone or not ours.
func (c *check) key(v *store.View, record assent.ID) (*vault.PersonKey, error) {
	r, _, err := v.Record(record)
	if err != nil || r.Wrapped == nil {
		return nil, err
	}
	key, err := c.Vault.Unwrap(r.Wrapped)
	if err != nil {
		return nil, nil // a key that does not unwrap is as good as gone
	}
	return key, nil
}

// address opens the address of a contact point and compares it with the keyed hash that finds
// it, and with the addresses that her events brought.
func (c *check) address(v *store.View, p store.PointRow, addresses map[string]bool) error {
	key, err := c.key(v, p.Person)
	if err != nil {
		return err
	}
	if key == nil {
		c.report.find(BadAddress, "The address of contact point %s cannot be read.", p.ID)
		return nil
	}
	defer key.Forget()
	value, err := key.Open(p.Address, p.ID[:])
	switch {
	case err != nil:
		c.report.find(BadAddress, "The address of contact point %s cannot be read.", p.ID)
	case !slices.Contains(c.Vault.Pseudonyms(c.Org, p.Kind, string(value)), p.Pseudonym):
		c.report.find(BadAddress, "Contact point %s is found by another address than its own.", p.ID)
	case !addresses[string(value)]:
		c.report.find(BadAddress, "Contact point %s has an address that none of her events brought.", p.ID)
	}
	return nil
}
