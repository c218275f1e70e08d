package dispatch

import (
	"context"
	"time"

	"assent"
	"assent/jobs"
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
	stored, _, state, err := about(&tx.View, v)
	switch {
	case err != nil:
		return jobs.Verdict{}, err
	case state == nil || !stands(state, stored.Event, tx.Now(), assent.Granted):
		return jobs.Verdict{Drop: "withdrawn or erased meanwhile"}, nil
	case tx.Now().Sub(stored.Event.Received) > receiptLife:
		return jobs.Verdict{Drop: "too long ago"}, nil
	}
	return jobs.Verdict{}, nil
}

func (d *Desk) sendReceipt(ctx context.Context, org assent.ID, v store.Delivery) error {
	point, err := assent.ParseID(v.Destination)
	if err != nil {
		return err
	}
	l, err := d.answer(ctx, org, point, v.Event)
	if err != nil {
		return err
	}
	t := l.token(d, org)
	t.Purpose = l.first().Purpose
	return d.send(ctx, l, mail.Receipt(l.words, l.by.brand, mail.Agreed{
		Choices: l.choices(), Code: string(l.about.Code), On: l.about.Received,
		Unsubscribe: d.unsubscribe(t), Preferences: d.preferences(t),
	}), v.Event.String()+".receipt")
}
