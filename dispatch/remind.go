package dispatch

import (
	"context"
	"time"

	"assent"
	"assent/catalogue"
	"assent/jobs"
	"assent/mail"
	"assent/store"
)

// remindErrand is the name of the errand that reminds of a sign-up.
const remindErrand = "reminder"

// oweReminder puts the reminder of a sign-up beside its confirmation, where one is wished.
func (d *Desk) oweReminder(ctx context.Context, org assent.ID, v store.Delivery, l letter) error {
	after := remindAfter(l.cat, l.about)
	if after == 0 {
		return nil
	}
	owed := store.Delivery{Follower: remindErrand, Event: v.Event, Destination: v.Destination, Next: l.about.Received.Add(after)}
	return d.Archive.Update(ctx, org, func(tx *store.Tx) error { return tx.PutDelivery(owed) })
}

// reminders is the errand that reminds once of a sign-up which waits to be confirmed, where a
// purpose wishes it. Courts let the request for confirmation pass as a consequence of the person's own act
// (BGH practice; OLG München 29 U 1682/12 shows how near the edge it is); a second mail stands on
// thinner ground, so there is none unless the operator switches it on, and never two.
func (d *Desk) reminders(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: remindErrand, Admit: d.admitReminder, Hopeless: hopeless,
		Carry: func(ctx context.Context, v store.Delivery) error { return d.sendReminder(ctx, org, v) },
	}
}

// admitReminder lets a reminder go out if the sign-up still waits, was mailed about, is the last one from its
// address, and reminders are still wished.
func (d *Desk) admitReminder(tx *store.Tx, v store.Delivery) (jobs.Verdict, error) {
	stored, row, state, err := about(&tx.View, v)
	if err != nil || state == nil {
		return jobs.Verdict{Drop: "erased meanwhile"}, err
	}
	c, err := d.Shelf.Snapshot(&tx.View)
	if err != nil {
		return jobs.Verdict{}, err
	}
	after := remindAfter(c, stored.Event)
	switch {
	case after == 0:
		return jobs.Verdict{Drop: "no reminder is wished"}, nil
	case !stands(state, stored.Event, tx.Now(), assent.Pending):
		return jobs.Verdict{Drop: "answered or withdrawn meanwhile"}, nil
	case askedSince(state, row.ID, stored.Event):
		return jobs.Verdict{Drop: "signed up again since"}, nil
	}
	asked, found, err := tx.Delivery(confirmErrand, v.Event, v.Destination)
	if err != nil || !found || asked.Done.IsZero() || asked.LastError != "" {
		return jobs.Verdict{Drop: "there was no mail to remind of"}, err
	}
	return d.openAndSpend(tx, v, row, stored.Event.Received.Add(after))
}

// remindAfter is how long after a sign-up its reminder goes out: the shortest time that a purpose asked for
// wishes; 0 if none does.
func remindAfter(c *catalogue.Catalogue, e *assent.Event) (after time.Duration) {
	for _, choice := range e.Choices {
		p, ok := c.Purpose(choice.Purpose)
		if !ok || choice.Reply != assent.Yes || p.RemindAfter == 0 {
			continue
		}
		if t := time.Duration(p.RemindAfter) * time.Hour; after == 0 || t < after {
			after = t
		}
	}
	return after
}

// askedSince reports whether the contact point was the subject of a later sign-up.
func askedSince(state *assent.State, point assent.ID, e *assent.Event) bool {
	for _, r := range state.Points[point].Requests {
		if r.Mark.Number > e.Number {
			return true
		}
	}
	return false
}

func (d *Desk) sendReminder(ctx context.Context, org assent.ID, v store.Delivery) error {
	point, err := assent.ParseID(v.Destination)
	if err != nil {
		return err
	}
	l, err := d.answer(ctx, org, point, v.Event)
	if err != nil {
		return err
	}
	return d.send(ctx, l, d.confirmation(org, v, l, mail.Reminder), v.Event.String()+".reminder")
}
