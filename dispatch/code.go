package dispatch

import (
	"context"
	"slices"
	"time"

	"assent"
	"assent/jobs"
	"assent/link"
	"assent/mail"
	"assent/store"
)

// codeErrand is the name of the errand that brings the six digits which open a page: by mail to an address, by text to a number.
const codeErrand = "code"

// codeLimits bound the codes mailed to one contact point. They are asked for on a page that a
// mailed link has opened, so more are allowed than of what a stranger can cause by typing an address.
var codeLimits = []limit{{5, time.Hour}, {20, 24 * time.Hour}}

// errCodes is returned when a contact point has been sent all the codes that it may be sent for now.
var errCodes = assent.Problemf("TOO_MANY_CODES", "Too many codes have been sent to this address; wait an hour, or use the last one.").OfKind(assent.TooMany)

// Letter says what a letter to a contact point is about and how it is written.
type Letter struct {
	ID       assent.ID // of what it is about: a challenge, a request
	Point    assent.ID
	Brand    string
	Language string // of the page; empty: hers
}

// MailCode brings the six digits of a challenge (link.Mint.Digits) to a contact point: by mail, or to a number by text, within
// the budget of the number. Problems: TOO_MANY_CODES, ERASED for an address that is gone, and MOVED for one that she gave up
// for another: whoever reads that mailbox now must not open her page.
func (d *Desk) MailCode(ctx context.Context, org assent.ID, l Letter) error {
	return d.oweCode(ctx, org, l, codeErrand)
}

// oweCode puts a code on the way by one of the errands that bring codes to a recorded address.
func (d *Desk) oweCode(ctx context.Context, org assent.ID, l Letter, errand string) error {
	return d.Archive.Write(ctx, org, func(tx *store.Tx) error { // the log's lock: no two at once take the last one
		row, found, err := tx.Point(l.Point)
		if err != nil {
			return err
		}
		if texted := row.Kind == assent.PhoneNumber && errand == codeErrand; !found || row.Kind != assent.EmailAddress && !texted {
			return errErased
		}
		state, err := tx.State(row.Person)
		if err != nil {
			return err
		}
		if givenUp(state, l.Point) {
			return errMoved
		}
		if err := spendCode(tx, l.Point); err != nil {
			return err
		}
		return tx.PutDelivery(l.delivery(errand, tx.Now()))
	})
}

// spendCode takes one mail from the budget of a contact point; errCodes when nothing is left.
func spendCode(tx *store.Tx, point assent.ID) error {
	tally := assent.Pseudonym{KeyID: codeTally, Hash: point}
	if err := tx.LockBudgets(); err != nil {
		return err
	}
	at, err := free(&tx.View, codeLimits, tally, tx.Now())
	if err != nil {
		return err
	}
	if at.After(tx.Now()) {
		return errCodes
	}
	return tx.AddMail(tally, tx.Now())
}

// errMoved is returned for an address that the person gave up herself.
var errMoved = assent.Problemf("MOVED", "This address was given up for another.").OfKind(assent.Conflict)

// givenUp reports whether she stopped the contact point herself, on her page: an operator's stop, or
// a bounce, must not lock her out.
func givenUp(state *assent.State, point assent.ID) bool {
	p, ok := state.Points[point]
	return ok && slices.ContainsFunc(p.Suppressions, func(s assent.StandingSuppression) bool {
		return s.Kind == "manual" && s.Active && s.Mark.Source == assent.Own
	})
}

// codeTally marks, among the tallies of mails, those of codes: they are kept by the identifier of the
// contact point, apart from what strangers cause. Keys of pseudonyms are numbered from 1.
const codeTally = -1

// delivery is the letter as it is owed.
func (l Letter) delivery(errand string, now time.Time) store.Delivery {
	r := pageRequest{point: l.Point, brand: word(l.Brand), language: word(l.Language), asked: now}
	return store.Delivery{Follower: errand, Event: l.ID, Destination: r.String(), Next: now}
}

func (d *Desk) codes(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: codeErrand, Hopeless: hopeless,
		Admit: func(tx *store.Tx, v store.Delivery) (jobs.Verdict, error) {
			if verdict, err := admitCode(tx, v); err != nil || verdict.Drop != "" {
				return verdict, err
			}
			return d.admitText(tx, v)
		},
		Carry: func(ctx context.Context, v store.Delivery) error { return d.sendCode(ctx, org, v) },
	}
}

// admitCode drops a code that would arrive when it opens nothing any more.
func admitCode(tx *store.Tx, v store.Delivery) (jobs.Verdict, error) {
	r, err := readPageRequest(v.Destination)
	if err == nil && tx.Now().Sub(r.asked) > link.Knock.Life() {
		return jobs.Verdict{Drop: "too late"}, nil
	}
	return jobs.Verdict{}, err
}

// admitText spends from the budget of a number; a mail was paid for when it was asked for.
func (d *Desk) admitText(tx *store.Tx, v store.Delivery) (jobs.Verdict, error) {
	r, err := readPageRequest(v.Destination)
	if err != nil {
		return jobs.Verdict{}, err
	}
	row, found, err := tx.Point(r.point)
	switch {
	case err != nil:
		return jobs.Verdict{}, err
	case !found:
		return jobs.Verdict{Drop: "erased meanwhile"}, nil
	case row.Kind != assent.PhoneNumber:
		return jobs.Verdict{}, nil
	}
	return d.spendText(tx, v, row, time.Time{}) // waits for no budget: she can ask again
}

func (d *Desk) sendCode(ctx context.Context, org assent.ID, v store.Delivery) error {
	_, l, err := d.page(ctx, org, v)
	if err != nil {
		return err
	}
	if l.to.row.Kind == assent.PhoneNumber {
		return d.text(ctx, l, l.words.Text("text.page_code", "brand", l.by.brand.Name, "digits", d.Mint.Digits(v.Event)))
	}
	m := mail.PageCode(l.words, l.by.brand, d.Mint.Digits(v.Event), link.Knock.Life())
	return d.send(ctx, l, m, v.Event.String()+".code")
}

// erasingErrand is the name of the errand that tells a person that she will be erased.
const erasingErrand = "erasing"

// MailErasing tells a person, by mail or where she is known by her number by text, that she has asked to be erased, with the link that calls it off;
// the letter's ID is her record. It is a receipt of her act, and it is how she learns of it if
// somebody else sat at her open page.
func (d *Desk) MailErasing(ctx context.Context, org assent.ID, l Letter) error {
	return d.Archive.Update(ctx, org, func(tx *store.Tx) error {
		return tx.PutDelivery(l.delivery(erasingErrand, tx.Now()))
	})
}

func (d *Desk) erasing(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: erasingErrand, Hopeless: hopeless,
		Carry: func(ctx context.Context, v store.Delivery) error { return d.sendErasing(ctx, org, v) },
	}
}

func (d *Desk) sendErasing(ctx context.Context, org assent.ID, v store.Delivery) error {
	r, l, err := d.page(ctx, org, v)
	if err != nil {
		return err
	}
	stay := d.PublicURL + "/p/stay/" + d.Mint.Make(link.Stay, link.Token{Org: org, Point: r.point, Event: v.Event, Brand: r.brand, Issued: r.asked})
	if l.to.row.Kind == assent.PhoneNumber {
		return d.text(ctx, l, l.words.Text("text.erasing", "brand", l.by.brand.Name, "stay", stay))
	}
	return d.send(ctx, l, mail.Erasing(l.words, l.by.brand, r.asked, stay), v.Event.String()+".erasing")
}
