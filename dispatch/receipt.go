package dispatch

import (
	"context"
	"time"

	"assent"
	"assent/jobs"
	"assent/link"
	"assent/mail"
	"assent/store"
)

// receipts is the errand that answers a confirmed consent with the person's copy of it. Nobody
// can cause one but the owner of the address, who pressed the button in the mail sent to it; so
// receipts count against no budget.
func (d *Desk) receipts(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: "receipt", Wants: wantsReceipt, Admit: admitReceipt, Hopeless: hopeless,
		Carry: func(ctx context.Context, v store.Delivery) error { return d.sendReceipt(ctx, org, v) },
	}
}

func wantsReceipt(e *assent.Event) []string {
	if e.Type != assent.ConsentConfirmed || !e.Method.Confirms() {
		return nil
	}
	return mailbox(e)
}

// receiptLife is how long after the act a receipt is still sent: later it would only puzzle.
const receiptLife = 24 * time.Hour

// admitReceipt lets no thanks reach somebody who has left meanwhile, or long after the act.
func admitReceipt(tx *store.Tx, v store.Delivery) (jobs.Verdict, error) {
	stored, _, state, err := about(tx, v)
	switch {
	case err != nil:
		return jobs.Verdict{}, err
	case state == nil || state.Erased != nil || !stands(state, stored.Event, tx, assent.Granted):
		return jobs.Verdict{Drop: "withdrawn or erased meanwhile"}, nil
	case tx.Now().Sub(stored.Event.Received) > receiptLife:
		return jobs.Verdict{Drop: "too long ago"}, nil
	}
	return jobs.Verdict{}, nil
}

func (d *Desk) sendReceipt(ctx context.Context, org assent.ID, v store.Delivery) error {
	if err := d.checkPublic(); err != nil {
		return err
	}
	point, err := assent.ParseID(v.Destination)
	if err != nil {
		return err
	}
	l, err := d.gather(ctx, org, point, v.Event)
	if err != nil {
		return err
	}
	w, err := d.writer(l.cat, l.brand())
	if err != nil {
		return err
	}
	words := d.Words.Printer(l.languages()...)
	t := link.Token{Org: org, Point: point, Brand: l.brand(), Purpose: l.purpose(), Channel: assent.Email, Issued: d.Now()}
	return d.send(ctx, mail.Receipt(words, w.brand, mail.Agreed{
		Choices: l.choices(words), Code: string(l.about.Code), On: l.about.Received,
		Unsubscribe: d.unsubscribe(t), Preferences: d.preferences(t),
	}), w, l.plain, v.Event.String()+".receipt")
}

// purpose is the first thing she said yes to.
func (l *letter) purpose() string {
	for _, c := range l.about.Choices {
		if c.Reply == assent.Yes {
			return c.Purpose
		}
	}
	return ""
}
