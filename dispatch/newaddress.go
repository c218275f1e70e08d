package dispatch

import (
	"context"
	"encoding/base64"
	"strings"

	"assent"
	"assent/address"
	"assent/jobs"
	"assent/link"
	"assent/mail"
	"assent/store"
)

// Names of the errands that mail the codes of a change of address: to the one which is not recorded yet,
// and to the one which is given up.
const (
	newAddressErrand = "new address"
	oldAddressErrand = "old address"
)

// MailCodeFrom mails the six digits of a challenge to the address that a person wants to give up for
// another, and says that this is what they do. Budget and problems are those of MailCode.
func (d *Desk) MailCodeFrom(ctx context.Context, org assent.ID, l Letter) error {
	return d.oweCode(ctx, org, l, oldAddressErrand)
}

func (d *Desk) oldAddresses(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: oldAddressErrand, Admit: admitCode, Hopeless: hopeless,
		Carry: func(ctx context.Context, v store.Delivery) error { return d.sendOldAddress(ctx, org, v) },
	}
}

func (d *Desk) sendOldAddress(ctx context.Context, org assent.ID, v store.Delivery) error {
	_, l, err := d.page(ctx, org, v)
	if err != nil {
		return err
	}
	m := mail.OldAddressCode(l.words, l.by.brand, d.Mint.Digits(v.Event), link.Move.Life())
	return d.send(ctx, l, m, v.Event.String()+".code")
}

// MailCodeTo mails the six digits of a challenge to an address that the person with a contact point
// says is hers too. She typed it, so it may be anybody's: the mail counts against the budget of what
// strangers can cause, and when that is spent nothing is sent and nothing said. Until the mail has
// gone the address is kept sealed under her key. Problems: BAD_EMAIL; ERASED.
func (d *Desk) MailCodeTo(ctx context.Context, org assent.ID, l Letter, to string) error {
	a, err := address.Email(to)
	if err != nil {
		return err
	}
	hashes := d.Vault.Pseudonyms(org, a.Kind, a.Value)
	return d.Archive.Write(ctx, org, func(tx *store.Tx) error {
		tally := hashes[0]
		if row, found, err := tx.PointByPseudonym(a.Kind, hashes); err != nil {
			return err
		} else if found {
			tally = row.Pseudonym
		}
		if err := tx.LockBudgets(); err != nil {
			return err
		}
		if at, err := free(&tx.View, limits, tally, tx.Now()); err != nil || at.After(tx.Now()) {
			return err
		}
		if err := tx.AddMail(tally, tx.Now()); err != nil {
			return err
		}
		sealed, err := d.seal(&tx.View, l, a.Value)
		if err != nil {
			return err
		}
		v := l.delivery(newAddressErrand, tx.Now())
		v.Destination += " " + base64.RawURLEncoding.EncodeToString(sealed)
		return tx.PutDelivery(v)
	})
}

// seal closes an address under the key of the letter's person, bound to the letter.
func (d *Desk) seal(v *store.View, l Letter, value string) ([]byte, error) {
	row, found, err := v.Point(l.Point)
	if err != nil {
		return nil, err
	}
	record, known, err := v.Record(row.Person)
	if err != nil {
		return nil, err
	}
	if !found || !known || len(record.Wrapped) == 0 {
		return nil, errErased
	}
	key, err := d.Vault.Unwrap(record.Wrapped)
	if err != nil {
		return nil, err
	}
	defer key.Forget()
	return key.Seal([]byte(value), l.ID[:])
}

func (d *Desk) newAddresses(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: newAddressErrand, Hopeless: hopeless,
		Admit: func(tx *store.Tx, v store.Delivery) (jobs.Verdict, error) {
			v.Destination, _ = cutLast(v.Destination)
			return admitCode(tx, v)
		},
		Carry: func(ctx context.Context, v store.Delivery) error { return d.sendNewAddress(ctx, org, v) },
	}
}

func (d *Desk) sendNewAddress(ctx context.Context, org assent.ID, v store.Delivery) error {
	var sealed string
	v.Destination, sealed = cutLast(v.Destination)
	r, l, err := d.page(ctx, org, v)
	if err != nil {
		return err
	}
	if l.plain, err = d.unseal(ctx, org, r.point, v.Event, sealed); err != nil {
		return err
	}
	m := mail.AddressCode(l.words, l.by.brand, d.Mint.Digits(v.Event), link.Move.Life())
	return d.send(ctx, l, m, v.Event.String()+".address")
}

// unseal opens what seal has closed.
func (d *Desk) unseal(ctx context.Context, org, point, letter assent.ID, text string) (value string, err error) {
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return "", err
	}
	err = d.Archive.Read(ctx, org, func(v *store.View) error {
		row, found, err := v.Point(point)
		if err != nil {
			return err
		}
		if !found {
			return errErased
		}
		row.ID, row.Address = letter, sealed // the same key; bound to the letter
		value, err = d.open(v, row)
		return err
	})
	return value, err
}

func cutLast(s string) (rest, last string) {
	i := strings.LastIndexByte(s, ' ')
	return s[:max(i, 0)], s[i+1:]
}
