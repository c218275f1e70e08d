package dispatch

import (
	"context"

	"assent"
	"assent/mail"
)

// Notice is a short mail to somebody who runs this house: plain text, nothing personal.
type Notice struct {
	ID      string // unique; see [mail.Message]
	To      string // empty: access_email of the settings
	Subject string
	Text    string
}

// MailNotice sends a notice at once, in the organisation's name and from its address. Without an address to send it
// to nothing is sent.
func (d *Desk) MailNotice(ctx context.Context, org assent.ID, n Notice) error {
	c, err := d.Shelf.Current(ctx, org)
	if err != nil {
		return err
	}
	if n.To == "" {
		n.To = c.Settings().AccessEmail
	}
	if n.To == "" {
		return nil
	}
	w, err := d.writer(c, "")
	if err != nil {
		return err
	}
	return d.Post.Send(ctx, mail.Message{
		From: w.from, To: n.To, Subject: n.Subject, Text: n.Text, ID: n.ID, Date: d.Now(), Auto: true,
	})
}
