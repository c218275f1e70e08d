package rights

import (
	"context"
	"time"

	"assent"
	"assent/address"
	"assent/catalogue"
	"assent/store"
	"assent/vault"
)

// ErrNobody is returned for a person of whom nothing is recorded here.
var ErrNobody = assent.Problemf("NO_SUCH_PERSON", "Nothing is recorded here about this person.").OfKind(assent.NotFound)

// ErrShared is returned for what is one person's own, at an address behind which several may be.
var ErrShared = assent.Problemf("SHARED_ADDRESS", "Several people may read what arrives at this address, so it does not show who asks; let her say who she is in another way, for instance by her customer number.").OfKind(assent.Forbidden)

// Desk reads what is held of people. It is safe for concurrent use.
type Desk struct {
	archive *store.Archive
	vault   *vault.Vault
	shelf   *catalogue.Shelf
	now     func() time.Time
}

// New opens the desk.
func New(archive *store.Archive, v *vault.Vault, shelf *catalogue.Shelf, now func() time.Time) *Desk {
	return &Desk{archive, v, shelf, now}
}

// Find returns the person who has one of the addresses; [ErrNobody] if there is none, a
// Problem of package address for one that cannot be read.
func (d *Desk) Find(ctx context.Context, org assent.ID, who assent.Contactable) (assent.ID, error) {
	c, err := d.shelf.Current(ctx, org)
	if err != nil {
		return assent.ID{}, err
	}
	addresses, err := address.Of(who, c.Settings().Country)
	if err != nil {
		return assent.ID{}, err
	}
	var person assent.ID
	err = d.archive.Read(ctx, org, func(v *store.View) error {
		person, err = d.find(v, org, addresses)
		return err
	})
	return person, err
}

// PointOf returns the contact point of an e-mail address or of a number in E.164 form; [ErrNobody] if it is not recorded.
func (d *Desk) PointOf(ctx context.Context, org assent.ID, who assent.Contactable) (point assent.ID, err error) {
	list, err := address.Of(who, "")
	if err != nil {
		return point, err
	}
	a := list[0]
	err = d.archive.Read(ctx, org, func(v *store.View) error {
		row, found, err := v.PointByPseudonym(a.Kind, d.vault.Pseudonyms(org, a.Kind, a.Value))
		if point = row.ID; err == nil && !found {
			err = ErrNobody
		}
		return err
	})
	return point, err
}

func (d *Desk) find(v *store.View, org assent.ID, addresses []address.Address) (assent.ID, error) {
	for _, a := range addresses {
		row, found, err := v.PointByPseudonym(a.Kind, d.vault.Pseudonyms(org, a.Kind, a.Value))
		if err != nil {
			return assent.ID{}, err
		}
		if found {
			p, _, err := v.Person(row.Person)
			return p.ID, err
		}
	}
	return assent.ID{}, ErrNobody
}

// read runs fn on one consistent look at a person, under the record that stands for her.
func (d *Desk) read(ctx context.Context, org, person assent.ID, fn func(*store.View, assent.ID, *safe) error) error {
	return d.archive.Read(ctx, org, func(v *store.View) error {
		p, found, err := v.Person(person)
		if err != nil {
			return err
		}
		if !found {
			return ErrNobody
		}
		s, err := d.open(v, p.ID)
		if err != nil {
			return err
		}
		defer s.close()
		return fn(v, p.ID, s)
	})
}
