package dispatch

import (
	"context"
	"slices"
	"strings"

	"assent"
	"assent/catalogue"
	"assent/link"
	"assent/locale"
	"assent/mail"
	"assent/store"
)

// letter is what a letter of the house is written from: to whom, about what, in whose name and words.
type letter struct {
	cat   *catalogue.Catalogue
	to    addressee
	plain string        // her address
	about *assent.Event // what it answers; nil for a letter that answers no event
	by    writer
	words *locale.Printer
}

// gather reads what is known of a contact point and an event. The error is hopeless if the address is gone.
func (d *Desk) gather(ctx context.Context, org, point, event assent.ID) (l letter, err error) {
	err = d.Archive.Read(ctx, org, func(v *store.View) error {
		if l.cat, err = d.Shelf.Snapshot(v); err != nil {
			return err
		}
		row, found, err := v.Point(point)
		if err != nil {
			return err
		}
		if !found {
			return errErased
		}
		if l.to, err = known(v, l.cat, row); err != nil {
			return err
		}
		if l.plain, err = d.open(v, row); err != nil || event.IsZero() {
			return err
		}
		stored, _, err := v.Event(event)
		l.about = stored.Event
		return err
	})
	return l, err
}

// answer begins a letter that answers an event: in the name of the brand that she chose from, in the
// language of the page that she used, else in hers.
func (d *Desk) answer(ctx context.Context, org, point, event assent.ID) (l letter, err error) {
	if l, err = d.gather(ctx, org, point, event); err != nil {
		return l, err
	}
	return l, d.begin(&l)
}

// begin finds the words and the sender of an answer.
func (d *Desk) begin(l *letter) (err error) {
	if err = d.checkPublic(); err != nil {
		return err
	}
	languages := []string{l.to.language}
	if n := l.about.Notice; n != nil {
		languages = []string{n.Language, l.to.language}
	}
	l.words = d.Words.Printer(languages...)
	l.by, err = d.writer(l.cat, l.first().Brand)
	return err
}

// send gives a letter its sender, recipient and name, and hands it over.
func (d *Desk) send(ctx context.Context, l letter, m mail.Message, id string) error {
	m.From, m.To, m.ID, m.Date = l.by.from, l.plain, id, d.Now()
	return d.Post.Send(ctx, m)
}

// token is what the links of an answer say.
func (l *letter) token(d *Desk, org assent.ID) link.Token {
	return link.Token{Org: org, Point: l.to.row.ID, Brand: l.first().Brand, Channel: assent.Email, Issued: d.Now()}
}

// first is the first thing that she said yes to.
func (l *letter) first() assent.Choice {
	for _, c := range l.about.Choices {
		if c.Reply == assent.Yes {
			return c
		}
	}
	return assent.Choice{}
}

// choices names what she said yes to, in the catalogue's words and nobody else's.
func (l *letter) choices() []string {
	var out []string
	for _, c := range l.about.Choices {
		if c.Reply != assent.Yes {
			continue
		}
		if p, ok := l.cat.Purpose(c.Purpose); ok {
			out = append(out, named(p, c, l.words.Language())+", "+l.words.Text("by_channel."+string(c.Channel)))
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
