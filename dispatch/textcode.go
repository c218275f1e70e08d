package dispatch

import (
	"context"
	"strconv"
	"time"

	"assent"
	"assent/address"
	"assent/jobs"
	"assent/link"
	"assent/locale"
	"assent/sms"
	"assent/store"
)

// A phone number is confirmed by six digits that are texted to it and typed on the page in the browser
// that signed up. So only a sign-up on a page of ours is answered by a text: elsewhere nobody
// waits for one.

// The errands that text codes: the first follows the sign-up, the others are asked for on the page.
const (
	textErrand      = "text code"
	textAgainErrand = "text code again"
)

// textTime is how long after a sign-up its first code is still texted: then nobody sits before the page.
const textTime = 30 * time.Minute

// errNoTexts is returned while no provider of texts is set.
var errNoTexts = assent.Problemf("NO_TEXTS", "No provider of texts is set; set texts.account, texts.token and texts.from.").OfKind(assent.Unusable)

func (d *Desk) textCodes(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: textErrand, Wants: wantsTextCode, Admit: d.admitTextCode, Hopeless: hopeless,
		Carry: func(ctx context.Context, v store.Delivery) error { return d.sendTextCode(ctx, org, v) },
	}
}

func wantsTextCode(e *assent.Event) []string {
	if e.Type != assent.ConsentRequested || e.Method != assent.WebForm || e.Points[0].Kind != assent.PhoneNumber {
		return nil
	}
	return []string{e.Points[0].ID.String()}
}

// admitTextCode lets a code go out if the sign-up still waits for it, and the number has room in its budget.
func (d *Desk) admitTextCode(tx *store.Tx, v store.Delivery) (jobs.Verdict, error) {
	stored, row, state, err := about(&tx.View, v)
	switch {
	case err != nil:
		return jobs.Verdict{}, err
	case state == nil:
		return jobs.Verdict{Drop: "erased meanwhile"}, nil
	case !stands(state, stored.Event, tx.Now(), assent.Pending):
		return jobs.Verdict{Drop: "answered or withdrawn meanwhile"}, nil
	case tx.Now().Sub(stored.Event.Received) > textTime:
		return jobs.Verdict{Drop: "too late"}, nil
	}
	return d.spendText(tx, v, row, stored.Event.Received)
}

// spendText is spend for a text, which goes to no number of a service: its owner may earn on it.
func (d *Desk) spendText(tx *store.Tx, v store.Delivery, to store.PointRow, asked time.Time) (jobs.Verdict, error) {
	number, err := d.open(&tx.View, to)
	if err != nil {
		return jobs.Verdict{}, err
	}
	if !address.Personal(number) {
		return jobs.Verdict{Drop: "the number is a service's and no person's"}, nil
	}
	return d.spend(tx, v, to, number, asked)
}

func (d *Desk) sendTextCode(ctx context.Context, org assent.ID, v store.Delivery) error {
	point, err := assent.ParseID(v.Destination)
	if err != nil {
		return err
	}
	l, err := d.answer(ctx, org, point, v.Event)
	if err != nil {
		return err
	}
	return d.text(ctx, l, d.textCode(org, l))
}

// text hands a text over.
func (d *Desk) text(ctx context.Context, l letter, body string) error {
	if d.Texts == nil {
		return errNoTexts
	}
	return d.Texts.Send(ctx, sms.Text{To: l.plain, Body: sms.Economize(body)})
}

// textCode is what the text says: who asks, the digits, and how she who asked for nothing is rid of it. It
// holds no advertising, and no word of the person who typed the number.
func (d *Desk) textCode(org assent.ID, l letter) string {
	t := l.token(d, org)
	t.Event, t.Channel = l.about.ID, assent.SMS
	return d.textWith(l.words, l.by.brand.Name, d.Mint.TextCode(t.Point, d.Now()), d.unsubscribe(t))
}

// textWith is the text with these digits; the link stands in it where STOP cannot be answered.
func (d *Desk) textWith(words *locale.Printer, brand, digits, stop string) string {
	if d.Replies {
		return sms.Economize(words.Text("text.code_reply", "brand", brand, "digits", digits))
	}
	return sms.Economize(words.Text("text.code_link", "brand", brand, "digits", digits, "stop", stop))
}

// TextCodeAgain texts a new code to the contact point of a sign-up, if its number has room in its
// budget. It says nothing of whether it did: the page that asks must not tell how often others have.
func (d *Desk) TextCodeAgain(ctx context.Context, org, request, point assent.ID) error {
	return d.Archive.Write(ctx, org, func(tx *store.Tx) error { // the log's lock: no two at once take the last one
		v := store.Delivery{Follower: textAgainErrand, Event: request, Destination: point.String(), Next: tx.Now()}
		stored, row, state, err := about(&tx.View, v)
		if err != nil || state == nil || row.Kind != assent.PhoneNumber || !stands(state, stored.Event, tx.Now(), assent.Pending) {
			return err
		}
		verdict, err := d.spendText(tx, v, row, time.Time{}) // waits for no budget: she can ask again
		if err != nil || verdict.Drop != "" || !verdict.Wait.IsZero() {
			return err
		}
		v.Destination += " " + strconv.FormatInt(tx.Now().UnixMilli(), 10)
		return tx.PutDelivery(v)
	})
}

// textCodesAgain carries what TextCodeAgain has paid for.
func (d *Desk) textCodesAgain(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: textAgainErrand, Hopeless: hopeless, Admit: admitTextAgain,
		Carry: func(ctx context.Context, v store.Delivery) error {
			v.Destination, _ = cutLast(v.Destination)
			return d.sendTextCode(ctx, org, v)
		},
	}
}

// admitTextAgain drops a code for which nobody waits any more.
func admitTextAgain(tx *store.Tx, v store.Delivery) (jobs.Verdict, error) {
	_, asked := cutLast(v.Destination)
	ms, err := strconv.ParseInt(asked, 10, 64)
	if err != nil || tx.Now().Sub(time.UnixMilli(ms)) > link.TextCodeLife {
		return jobs.Verdict{Drop: "too late"}, err
	}
	return jobs.Verdict{}, nil
}

// TextShown is the text that brings a code, as it reads in a language for a brand, without digits and
// link: what was before her eyes when she typed the code.
func (d *Desk) TextShown(words *locale.Printer, brand string) string {
	return d.textWith(words, brand, "", "")
}
