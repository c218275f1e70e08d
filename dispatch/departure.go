package dispatch

import (
	"context"

	"assent"
	"assent/jobs"
	"assent/link"
	"assent/mail"
	"assent/store"
)

// departureErrand is the name of the errand that mails the second step of leaving.
const departureErrand = "departure"

// MailLeaving mails the button that stops one purpose by e-mail, or everything if it is empty, to who
// has pressed on a page that asks once more by mail. It counts as a code does, since a mailed link has opened
// that page. Problems: TOO_MANY_CODES; ERASED.
func (d *Desk) MailLeaving(ctx context.Context, org assent.ID, l Letter, purpose string) error {
	return d.Archive.Write(ctx, org, func(tx *store.Tx) error {
		row, found, err := tx.Point(l.Point)
		if err != nil {
			return err
		}
		if !found || row.Kind != assent.EmailAddress {
			return errErased
		}
		if err := spendCode(tx, l.Point); err != nil {
			return err
		}
		v := l.delivery(departureErrand, tx.Now())
		v.Destination += " " + word(purpose)
		return tx.PutDelivery(v)
	})
}

func (d *Desk) departures(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: departureErrand, Hopeless: hopeless,
		Carry: func(ctx context.Context, v store.Delivery) error { return d.sendDeparture(ctx, org, v) },
	}
}

func (d *Desk) sendDeparture(ctx context.Context, org assent.ID, v store.Delivery) error {
	var purpose string
	v.Destination, purpose = cutLast(v.Destination)
	r, l, err := d.page(ctx, org, v)
	if err != nil {
		return err
	}
	leave := d.PublicURL + "/u/" + d.Mint.Make(link.Depart, link.Token{
		Org: org, Point: r.point, Brand: r.brand, Purpose: purpose, Channel: assent.Email, Issued: r.asked,
	})
	return d.send(ctx, l, mail.Leaving(l.words, l.by.brand, leave), v.Event.String()+".departure")
}
