package dispatch

import (
	"context"
	"slices"
	"strings"

	"assent"
	"assent/catalogue"
	"assent/jobs"
	"assent/link"
	"assent/locale"
	"assent/mail"
	"assent/store"
)

// confirmations is the errand that asks the owner of an address to confirm a sign-up.
func (d *Desk) confirmations(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: "confirmation", Wants: wantsConfirmation, Admit: admitConfirmation, Hopeless: hopeless,
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
func admitConfirmation(tx *store.Tx, v store.Delivery) (jobs.Verdict, error) {
	stored, row, state, err := about(tx, v)
	switch {
	case err != nil:
		return jobs.Verdict{}, err
	case state == nil || state.Erased != nil:
		return jobs.Verdict{Drop: "erased meanwhile"}, nil
	case !stands(state, stored.Event, tx, assent.Pending):
		return jobs.Verdict{Drop: "answered or withdrawn meanwhile"}, nil
	}
	return spend(tx, v, row.Pseudonym, stored.Event.Received)
}

// about reads what a delivery to a contact point is about; the state is nil if the point is gone.
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
	state, err = tx.State(row.Person)
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
	t := link.Token{Org: org, Point: point, Event: v.Event, Brand: l.brand(), Channel: assent.Email, Issued: d.Now()}
	confirm := d.Mint.Make(link.Confirm, t)
	return d.send(ctx, mail.Confirmation(words, w.brand, mail.Asked{
		Choices: l.choices(words), Code: string(l.about.Code), Digits: d.Mint.Code(confirm),
		Confirm: d.PublicURL + "/c/" + confirm, NotMe: d.unsubscribe(t), Life: link.Confirm.Life(),
	}), w, l.plain, v.Event.String()+".confirm")
}

// brand is that of the first thing she said yes to.
func (l *letter) brand() string {
	for _, c := range l.about.Choices {
		if c.Reply == assent.Yes {
			return c.Brand
		}
	}
	return ""
}

// languages are those to write in: of the page that she used, then hers.
func (l *letter) languages() []string {
	if n := l.about.Notice; n != nil {
		return []string{n.Language, l.to.language}
	}
	return []string{l.to.language}
}

// choices names what she said yes to, in the catalogue's words and nobody else's.
func (l *letter) choices(words *locale.Printer) []string {
	var out []string
	for _, c := range l.about.Choices {
		if c.Reply != assent.Yes {
			continue
		}
		if p, ok := l.cat.Purpose(c.Purpose); ok {
			out = append(out, named(p, c, words.Language())+", "+words.Text("by_channel."+string(c.Channel)))
		}
	}
	return out
}

// named is the purpose with the topics chosen: "Newsletter (climbing, skiing)".
func named(p *catalogue.Purpose, c assent.Choice, language string) string {
	var topics []string
	for _, t := range p.Topics {
		if slices.Contains(c.Topics, t.ID) {
			topics = append(topics, t.Names.In(language))
		}
	}
	if len(topics) == 0 {
		return p.Names.In(language)
	}
	return p.Names.In(language) + " (" + strings.Join(topics, ", ") + ")"
}
