package dispatch

import (
	"context"
	"fmt"

	"assent"
	"assent/mail"
)

// MailPressing tells whoever answers for data protection (access_email of the settings) what must be
// answered, in the organisation's language. Nothing is sent where no address is set.
func (d *Desk) MailPressing(ctx context.Context, org assent.ID, list []Pressing) error {
	c, err := d.Shelf.Current(ctx, org)
	if err != nil || c.Settings().AccessEmail == "" || len(list) == 0 {
		return err
	}
	w, err := d.writer(c, "")
	if err != nil {
		return err
	}
	words := d.Words.Printer(c.Settings().Language)
	var lines []mail.Pressing
	for _, p := range list {
		lines = append(lines, mail.Pressing{Right: p.Right, Day: words.Day(p.Due), ID: p.ID.String(), Late: p.Late})
	}
	id := fmt.Sprintf("requests-%s-%s", assent.DayOf(d.Now().UTC()), list[0].ID)
	m := mail.Requests(words, w.brand, lines)
	m.From, m.To, m.ID, m.Date = w.from, c.Settings().AccessEmail, id, d.Now()
	return d.Post.Send(ctx, m)
}

// Pressing is a request that must be answered soon; see package rights.
type Pressing struct {
	ID    assent.ID
	Right string
	Due   assent.Day
	Late  bool
}
