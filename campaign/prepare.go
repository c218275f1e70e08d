package campaign

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"assent"
	"assent/dispatch"
	"assent/mail"
	"assent/store"
)

// Letter is a mail that somebody sends from a mailbox of her own. It holds an address and a link that is a
// key: it is for that person's eyes, and kept nowhere here.
type Letter struct {
	Line   int64  // of the audience
	File   []byte // the mail as a file (.eml), marked as a draft
	Mailto string // the same as an address that opens a mail program: recipient, subject, text
}

// Prepare writes out the mails of a campaign for somebody who sends them herself, and records each as sent:
// nobody else can say when they leave, and who was perhaps asked is not asked again. It may be repeated, for
// a file that was lost: the same contacts get the same question. Problems as for [Desk.Start].
func (d *Desk) Prepare(ctx context.Context, org, id assent.ID) ([]Letter, Status, error) {
	c, p, contacts, err := d.preparing(ctx, org, id)
	if err != nil {
		return nil, Status{}, err
	}
	var by assent.Actor
	if err := json.Unmarshal([]byte(c.Actor), &by); err != nil {
		return nil, Status{}, err
	}
	var out []Letter
	for _, contact := range contacts {
		letter, settled, err := d.prepare(ctx, org, by, p, contact)
		if err != nil {
			return nil, Status{}, err
		}
		if err := d.settle(ctx, org, settled); err != nil {
			return nil, Status{}, err
		}
		if letter != nil {
			out = append(out, *letter)
		}
	}
	s, err := d.Status(ctx, org, id)
	return out, s, err
}

// preparing begins, or begins again.
func (d *Desk) preparing(ctx context.Context, org, id assent.ID) (c store.CampaignRow, p Plan, contacts []store.CampaignContact, err error) {
	err = d.Archive.Write(ctx, org, func(tx *store.Tx) error {
		if c, p, err = read(&tx.View, id); err != nil {
			return err
		}
		state := State(c.State)
		if state == Sending || state == Done {
			state = Checked
		}
		if err := startable(state, p, Prepared); err != nil {
			return err
		}
		if contacts, err = tx.CampaignContacts(id); err != nil {
			return err
		}
		c.State = string(Sending)
		if c.Started.IsZero() {
			c.Started = tx.Now()
		}
		return tx.PutCampaign(c)
	})
	return c, p, contacts, err
}

// prepare writes one mail out; none for a contact that is left out.
func (d *Desk) prepare(ctx context.Context, org assent.ID, by assent.Actor, p Plan, contact store.CampaignContact) (*Letter, store.CampaignContact, error) {
	var r dispatch.Ready
	var reason string
	var err error
	switch contact.State {
	case waiting:
		r, reason, err = d.ready(ctx, org, by, p, contact)
	case sent:
		r, reason, err = d.readyAgain(ctx, org, by, p, contact)
	default:
		return nil, contact, nil
	}
	if err != nil {
		return nil, contact, err
	}
	if reason != "" && contact.State == sent {
		return nil, contact, nil // asked before, and nothing may be sent any more
	}
	if reason != "" {
		return nil, inState(contact, leftOut, reason), nil
	}
	l, err := letterOf(r.Mail(), contact.Line)
	if err != nil {
		return nil, contact, err
	}
	if _, err := d.Office.Note(ctx, org, r); err != nil {
		return nil, contact, err
	}
	return &l, inState(contact, sent, ""), nil
}

// readyAgain writes a mail out that was prepared before, about the boxes that it asked for then.
func (d *Desk) readyAgain(ctx context.Context, org assent.ID, by assent.Actor, p Plan, contact store.CampaignContact) (r dispatch.Ready, reason string, err error) {
	var boxes []Asking
	err = d.Archive.Read(ctx, org, func(v *store.View) error {
		before, found, err := v.Event(contact.Event)
		if err != nil || !found {
			return err
		}
		for _, key := range before.Event.Evidence.Shown {
			purpose, channel, _ := strings.Cut(key, ":")
			boxes = append(boxes, Asking{purpose, assent.Channel(channel)})
		}
		return nil
	})
	if err != nil || len(boxes) == 0 {
		return r, NotRecorded, err
	}
	m, err := d.letter(ctx, org, by, p, contact, boxes)
	if err != nil {
		return r, "", err
	}
	return d.write(ctx, org, m)
}

// letterOf is a mail as a draft: X-Unsent makes the programs that know it open the file for editing.
func letterOf(m mail.Message, line int64) (Letter, error) {
	composed, err := m.Compose()
	if err != nil {
		return Letter{}, err
	}
	query := url.Values{"subject": {m.Subject}, "body": {strings.ReplaceAll(m.Text, "\n", "\r\n")}}
	return Letter{
		Line: line, File: append([]byte("X-Unsent: 1\r\n"), composed.Raw...),
		Mailto: "mailto:" + url.PathEscape(m.To) + "?" + strings.ReplaceAll(query.Encode(), "+", "%20"), // RFC 6068 §5
	}, nil
}
