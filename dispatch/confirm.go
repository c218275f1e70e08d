package dispatch

import (
	"context"
	"slices"

	"assent"
	"assent/jobs"
	"assent/link"
	"assent/mail"
	"assent/store"
)

// confirmErrand is the name of the errand that asks by mail for a confirmation.
const confirmErrand = "confirmation"

// confirmations is the errand that asks the owner of an address to confirm a sign-up.
func (d *Desk) confirmations(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: confirmErrand, Wants: wantsConfirmation, Admit: d.admitConfirmation, Hopeless: hopeless,
		Carry: func(ctx context.Context, v store.Delivery) error { return d.sendConfirmation(ctx, org, v) },
	}
}

// wantsConfirmation names the contact point that a sign-up is to be confirmed from. An import is
// past history: it never causes a mail.
func wantsConfirmation(e *assent.Event) []string {
	if e.Type != assent.ConsentRequested || e.Batch != "" {
		return nil
	}
	return mailbox(e)
}

// mailbox names the acting contact point, if mail reaches it.
func mailbox(e *assent.Event) []string {
	if len(e.Points) == 0 || e.Points[0].Kind != assent.EmailAddress {
		return nil
	}
	return []string{e.Points[0].ID.String()}
}

// admitConfirmation lets a confirmation go out if the sign-up still waits for it, and the
// address has room in its budget.
func (d *Desk) admitConfirmation(tx *store.Tx, v store.Delivery) (jobs.Verdict, error) {
	stored, row, state, err := about(tx, v)
	switch {
	case err != nil:
		return jobs.Verdict{}, err
	case state == nil:
		return jobs.Verdict{Drop: "erased meanwhile"}, nil
	case !stands(state, stored.Event, tx, assent.Pending):
		return jobs.Verdict{Drop: "answered or withdrawn meanwhile"}, nil
	}
	return d.spend(tx, v, row, stored.Event.Received)
}

// about reads what a delivery to a contact point is about; the state is nil if the point is gone, or
// the person erased.
func about(tx *store.Tx, v store.Delivery) (s store.Stored, row store.PointRow, state *assent.State, err error) {
	point, err := assent.ParseID(v.Destination)
	if err != nil {
		return s, row, nil, err
	}
	row, found, err := tx.Point(point)
	if err != nil || !found {
		return s, row, nil, err
	}
	if s, found, err = tx.Event(v.Event); err != nil || !found {
		return s, row, nil, err
	}
	if state, err = tx.State(row.Person); err == nil && state.Erased != nil {
		state = nil
	}
	return s, row, state, err
}

// stands reports whether any yes of the event has the status now.
func stands(state *assent.State, e *assent.Event, tx *store.Tx, status assent.Status) bool {
	now := tx.Now()
	if e.Recorded.After(now) {
		now = e.Recorded
	}
	return slices.ContainsFunc(e.Choices, func(c assent.Choice) bool {
		cell := assent.Scope{Brand: c.Brand, Purpose: c.Purpose, Channel: string(c.Channel), Party: string(c.Party)}
		return c.Reply == assent.Yes && state.Standing(c.Point, cell, now).Status == status
	})
}

func (d *Desk) sendConfirmation(ctx context.Context, org assent.ID, v store.Delivery) error {
	l, m, err := d.confirmation(ctx, org, v, mail.Confirmation)
	if err != nil {
		return err
	}
	if err := d.oweReminder(ctx, org, v, l); err != nil {
		return err
	}
	return d.send(ctx, l, m, v.Event.String()+".confirm")
}

// asking writes a letter that asks for a confirmation.
type asking func(mail.Words, mail.Brand, mail.Asked) mail.Message

// confirmation writes the letter that a sign-up is confirmed from.
func (d *Desk) confirmation(ctx context.Context, org assent.ID, v store.Delivery, write asking) (letter, mail.Message, error) {
	point, err := assent.ParseID(v.Destination)
	if err != nil {
		return letter{}, mail.Message{}, err
	}
	l, err := d.answer(ctx, org, point, v.Event)
	if err != nil {
		return l, mail.Message{}, err
	}
	t := l.token(d, org)
	t.Event = v.Event
	confirm := d.Mint.Make(link.Confirm, t)
	return l, write(l.words, l.by.brand, mail.Asked{
		Choices: l.choices(), Code: string(l.about.Code), Digits: d.Mint.Code(confirm),
		Confirm: d.PublicURL + "/c/" + confirm, NotMe: d.unsubscribe(t), Life: link.Confirm.Life(),
	}), nil
}
