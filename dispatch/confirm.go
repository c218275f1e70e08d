package dispatch

import (
	"context"
	"slices"
	"time"

	"assent"
	"assent/catalogue"
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
		Name: confirmErrand, Wants: wantsConfirmation, Hopeless: hopeless,
		Look: func(v *store.View, owed []store.Delivery) (jobs.Group, error) {
			return d.lookAtConfirmations(org, v, owed)
		},
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

// lookAtConfirmations lets confirmations go out whose sign-ups still wait for them, and whose addresses have room in their
// budgets. The letters are written from what was read here.
func (d *Desk) lookAtConfirmations(org assent.ID, v *store.View, owed []store.Delivery) (g jobs.Group, err error) {
	known, err := recipients(v, owed)
	if err != nil {
		return g, err
	}
	cat, err := d.Shelf.Snapshot(v)
	if err != nil {
		return g, err
	}
	fares := make([]fare, len(owed))
	g.Tries = make([]jobs.Try, len(owed))
	for i, o := range owed {
		g.Tries[i], fares[i] = d.lookAtConfirmation(org, v, o, cat, known)
	}
	g.Admit = func(tx *store.Tx, taken []int) ([]jobs.Verdict, error) {
		due := make([]fare, len(taken))
		for i, place := range taken {
			due[i] = fares[place]
		}
		return spend(tx, due)
	}
	return g, nil
}

// recipients reads what is known of the contact points that letters are owed to.
func recipients(v *store.View, owed []store.Delivery) (map[assent.ID]store.Recipient, error) {
	points := make([]assent.ID, 0, len(owed))
	for _, o := range owed {
		if point, err := assent.ParseID(o.Destination); err == nil {
			points = append(points, point)
		}
	}
	return v.Recipients(points)
}

// lookAtConfirmation looks at one of them, and says what it costs.
func (d *Desk) lookAtConfirmation(org assent.ID, v *store.View, owed store.Delivery, cat *catalogue.Catalogue, known map[assent.ID]store.Recipient) (jobs.Try, fare) {
	l, state, err := d.letterOwed(v, owed, cat, known)
	switch {
	case err != nil:
		return jobs.Try{Fault: err}, fare{}
	case state == nil:
		return jobs.Try{Drop: "erased meanwhile"}, fare{}
	case !stands(state, l.about, d.Now(), assent.Pending):
		return jobs.Try{Drop: "answered or withdrawn meanwhile"}, fare{}
	}
	return jobs.Try{Carry: func(ctx context.Context) error { return d.sendConfirmation(ctx, org, owed, l) }},
		d.fare(org, owed, l.to.row, l.plain, l.about.Received)
}

// letterOwed begins the letter of a delivery, and returns the state of who gets it; nil if she was erased.
func (d *Desk) letterOwed(v *store.View, owed store.Delivery, cat *catalogue.Catalogue, known map[assent.ID]store.Recipient) (l letter, state *assent.State, err error) {
	point, err := assent.ParseID(owed.Destination)
	if err != nil {
		return l, nil, err
	}
	to, found := known[point]
	if !found {
		return l, nil, nil
	}
	stored, found, err := v.Event(owed.Event)
	if err != nil || !found {
		return l, nil, err
	}
	if state, err = to.State(stored.After); err != nil || state == nil || state.Erased != nil {
		return l, nil, err
	}
	l = letter{cat: cat, about: stored.Event, to: addressee{to.Point, languageOf(cat, state, point)}}
	l.plain, err = d.openWith(to.Wrapped, to.Point)
	return l, state, err
}

// about reads what a delivery to a contact point is about; the state is nil if the point is gone, or
// the person erased.
func about(v *store.View, owed store.Delivery) (s store.Stored, row store.PointRow, state *assent.State, err error) {
	point, err := assent.ParseID(owed.Destination)
	if err != nil {
		return s, row, nil, err
	}
	row, found, err := v.Point(point)
	if err != nil || !found {
		return s, row, nil, err
	}
	if s, found, err = v.Event(owed.Event); err != nil || !found {
		return s, row, nil, err
	}
	if state, err = v.State(row.Person); err == nil && state.Erased != nil {
		state = nil
	}
	return s, row, state, err
}

// stands reports whether any yes of the event has the status now.
func stands(state *assent.State, e *assent.Event, now time.Time, status assent.Status) bool {
	if e.Recorded.After(now) {
		now = e.Recorded
	}
	return slices.ContainsFunc(e.Choices, func(c assent.Choice) bool {
		cell := assent.Scope{Brand: c.Brand, Purpose: c.Purpose, Channel: string(c.Channel), Party: string(c.Party)}
		return c.Reply == assent.Yes && state.Standing(c.Point, cell, now).Status == status
	})
}

func (d *Desk) sendConfirmation(ctx context.Context, org assent.ID, v store.Delivery, l letter) error {
	if err := d.begin(&l); err != nil {
		return err
	}
	m := d.confirmation(org, v, l, mail.Confirmation)
	if err := d.oweReminder(ctx, org, v, l); err != nil {
		return err
	}
	return d.send(ctx, l, m, v.Event.String()+".confirm")
}

// asking writes a letter that asks for a confirmation.
type asking func(mail.Words, mail.Brand, mail.Asked) mail.Message

// confirmation writes the letter that a sign-up is confirmed from.
func (d *Desk) confirmation(org assent.ID, v store.Delivery, l letter, write asking) mail.Message {
	t := l.token(d, org)
	t.Event = v.Event
	confirm := d.Mint.Make(link.Confirm, t)
	return write(l.words, l.by.brand, mail.Asked{
		Choices: l.choices(), Code: string(l.about.Code), Digits: d.Mint.Code(confirm),
		Confirm: d.PublicURL + "/c/" + confirm, NotMe: d.unsubscribe(t), Life: link.Confirm.Life(),
	})
}
