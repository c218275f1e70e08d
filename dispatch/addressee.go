package dispatch

import (
	"slices"

	"assent"
	"assent/address"
	"assent/catalogue"
	"assent/store"
)

// addressee is the e-mail address that a mail goes to, as it is kept: sealed.
type addressee struct {
	row      store.PointRow
	language string // hers, else the organisation's
}

// addressee finds the e-mail address meant by a contact: the one given, else the only one of the
// person who is named by something else. Not found is not an error.
func (d *Desk) addressee(v *store.View, c *catalogue.Catalogue, contact assent.Contactable) (addressee, bool, error) {
	row, found, err := d.lookUp(v, c, contact)
	if err != nil || !found {
		return addressee{}, false, err
	}
	if row.Kind != assent.EmailAddress {
		if row, found, err = only(v, row.Person); err != nil || !found {
			return addressee{}, false, err
		}
	}
	a, err := known(v, c, row)
	return a, true, err
}

// lookUp finds the contact point of the first address given that is recorded, an e-mail address
// before all others.
func (d *Desk) lookUp(v *store.View, c *catalogue.Catalogue, contact assent.Contactable) (row store.PointRow, found bool, err error) {
	if !contact.Point.IsZero() {
		return v.Point(contact.Point)
	}
	list, err := address.Of(contact, c.Settings().Country)
	if err != nil {
		return row, false, err
	}
	for _, a := range list {
		row, found, err = v.PointByPseudonym(a.Kind, d.Vault.Pseudonyms(v.Org(), a.Kind, a.Value))
		if err != nil || found {
			return row, found, err
		}
	}
	return row, false, nil
}

// only finds the only e-mail address of a person.
func only(v *store.View, person assent.ID) (store.PointRow, bool, error) {
	rows, err := v.PointsOf(person)
	if err != nil {
		return store.PointRow{}, false, err
	}
	rows = slices.DeleteFunc(rows, func(r store.PointRow) bool { return r.Kind != assent.EmailAddress })
	if len(rows) != 1 {
		return store.PointRow{}, false, nil
	}
	return rows[0], true, nil
}

// known adds the language in which she is written to.
func known(v *store.View, c *catalogue.Catalogue, row store.PointRow) (addressee, error) {
	state, err := v.State(row.Person)
	if err != nil {
		return addressee{}, err
	}
	return addressee{row: row, language: languageOf(c, state, row.ID)}, nil
}

// languageOf is the language in which a contact point is written to.
func languageOf(c *catalogue.Catalogue, state *assent.State, point assent.ID) string {
	if p, ok := state.Points[point]; ok && p.Attribute("language") != "" {
		return p.Attribute("language")
	}
	return c.Settings().Language
}

// errErased is returned for an address that can no longer be read: its key is shredded.
var errErased = assent.Problemf("ERASED", "This address has been erased.").OfKind(assent.NotFound)

// open reads the address with the person's key.
func (d *Desk) open(v *store.View, row store.PointRow) (string, error) {
	record, found, err := v.Record(row.Person)
	if err != nil {
		return "", err
	}
	if !found {
		return "", errErased
	}
	return d.openWith(record.Wrapped, row)
}

// openWith is open with the key at hand.
func (d *Desk) openWith(wrapped []byte, row store.PointRow) (string, error) {
	if len(wrapped) == 0 || len(row.Address) == 0 {
		return "", errErased
	}
	key, err := d.Vault.Unwrap(wrapped)
	if err != nil {
		return "", err
	}
	defer key.Forget()
	plain, err := key.Open(row.Address, row.ID[:])
	return string(plain), err
}
