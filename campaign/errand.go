package campaign

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"assent"
	"assent/dispatch"
	"assent/intake"
	"assent/jobs"
	"assent/mail"
	"assent/store"
)

// Errand sends the mails of campaigns, for a carrier of jobs. A try that finds a mail half handed over, by a
// process that died, hands nothing over: it records that the contact was perhaps asked.
func (d *Desk) Errand(org assent.ID) jobs.Errand {
	return jobs.Errand{
		Name: errandName, Admit: admit,
		Carry: func(ctx context.Context, v store.Delivery) error { return d.carry(ctx, org, v) },
	}
}

// admit takes a contact in hand, in the transaction that begins the try: from here on she counts as asked
// unless the try says otherwise.
func admit(tx *store.Tx, v store.Delivery) (jobs.Verdict, error) {
	id, line, err := readDestination(v.Destination)
	if err != nil {
		return jobs.Verdict{}, err
	}
	c, found, err := tx.Campaign(id)
	if err != nil || !found {
		return jobs.Verdict{Drop: "there is no such campaign"}, err
	}
	contact, found, err := tx.CampaignContact(id, line)
	switch {
	case err != nil:
		return jobs.Verdict{}, err
	case !found:
		return jobs.Verdict{Drop: "there is no such contact"}, nil
	case contact.State == sending: // the try before did not come to its end
		contact.State, contact.Reason = unclear, UnclearSince
	case contact.State == unclear:
		return jobs.Verdict{}, nil // not recorded yet
	case State(c.State) != Sending:
		return jobs.Verdict{Drop: "the campaign was stopped"}, nil
	case contact.State != waiting:
		return jobs.Verdict{Drop: "settled already"}, nil
	default:
		if busy, err := inHand(tx, contact.Point); busy || err != nil {
			return jobs.Verdict{Wait: tx.Now().Add(time.Minute)}, err
		}
		contact.State = sending
	}
	contact.Changed = tx.Now()
	return jobs.Verdict{}, tx.PutCampaignContact(contact)
}

// inHand reports whether another campaign is sending to the same contact in this moment: it may be the same question.
func inHand(tx *store.Tx, point assent.ID) (bool, error) {
	places, err := tx.CampaignContactsOf(point)
	return slices.ContainsFunc(places, func(c store.CampaignContact) bool { return c.State == sending }), err
}

// carry sends one mail, or finds out why it is not sent.
func (d *Desk) carry(ctx context.Context, org assent.ID, v store.Delivery) error {
	id, line, err := readDestination(v.Destination)
	if err != nil {
		return err
	}
	var c store.CampaignRow
	var p Plan
	var contact store.CampaignContact
	err = d.Archive.Read(ctx, org, func(v *store.View) (err error) {
		if c, p, err = read(v, id); err != nil {
			return err
		}
		contact, _, err = v.CampaignContact(id, line)
		return err
	})
	if err != nil {
		return err
	}
	var by assent.Actor
	if err := json.Unmarshal([]byte(c.Actor), &by); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx) // what has begun is written down
	outcome, again := d.ask(ctx, org, by, p, contact)
	return errors.Join(d.settle(ctx, org, outcome), again)
}

// ask sends the mail to one contact and returns how she stands then; again says that the try is to be repeated.
func (d *Desk) ask(ctx context.Context, org assent.ID, by assent.Actor, p Plan, contact store.CampaignContact) (_ store.CampaignContact, again error) {
	if contact.State == unclear {
		return contact, d.noteUnclear(ctx, org, by, p, contact)
	}
	ready, reason, err := d.ready(ctx, org, by, p, contact)
	switch {
	case err != nil:
		return inState(contact, waiting, ""), err
	case reason != "":
		return inState(contact, leftOut, reason), nil
	}
	switch err := d.Office.Hand(ctx, ready); {
	case err == nil:
	case interrupted(err):
		contact = inState(contact, unclear, UnclearSince)
		return contact, d.noteUnclear(ctx, org, by, p, contact)
	case mail.Permanent(err):
		return inState(contact, failed, codeOf(err)), nil
	default:
		return inState(contact, waiting, ""), err
	}
	if _, err := d.Office.Note(ctx, org, ready); err != nil {
		return inState(contact, unclear, UnclearSince), err
	}
	return inState(contact, sent, ""), nil
}

// ready decides once more and writes the mail out, or says why she is not asked.
func (d *Desk) ready(ctx context.Context, org assent.ID, by assent.Actor, p Plan, contact store.CampaignContact) (r dispatch.Ready, reason string, err error) {
	boxes, reason, err := d.eligible(ctx, org, p, contact.Point)
	if err != nil || reason != "" {
		d.stopped(p, reason)
		return r, reason, err
	}
	m, err := d.letter(ctx, org, by, p, contact, boxes)
	if err != nil {
		return r, "", err
	}
	return d.write(ctx, org, m)
}

// write has the post room write a mail out, or says why it may not be sent.
func (d *Desk) write(ctx context.Context, org assent.ID, m dispatch.Message) (r dispatch.Ready, reason string, err error) {
	r, err = d.Office.Ready(ctx, org, m)
	var denied *dispatch.Denied
	if errors.As(err, &denied) {
		return r, string(denied.Decision.Reason), nil
	}
	return r, "", err
}

// noteUnclear records that a mail was perhaps sent: its link works if it was, and she is not asked again.
func (d *Desk) noteUnclear(ctx context.Context, org assent.ID, by assent.Actor, p Plan, contact store.CampaignContact) error {
	c, err := d.Shelf.Current(ctx, org)
	if err != nil {
		return err
	}
	var who candidate
	var gone string
	err = d.Archive.Read(ctx, org, func(v *store.View) (err error) {
		who, gone, err = d.candidate(v, c, contact.Point)
		return err
	})
	if err != nil || gone != "" {
		return err
	}
	language, template := p.template(who.language, c.Settings().Language)
	e := evidence(who.open(p, c, d.Now()), template)
	e.Flags = []string{"outcome_unknown"}
	_, err = d.Intake.Record(ctx, org, intake.Act{
		Type: assent.MessageSent, Point: contact.Point, Actor: by, Event: contact.Event, Code: contact.Code,
		Notice: notice(c, p, language), Evidence: e,
		Message: &assent.Message{Channel: assent.Email, Purpose: p.Ask[0].Purpose, Brand: p.Brand, Kind: assent.Reconfirm},
	})
	if problem, ok := assent.AsProblem(err); ok && problem.Kind != assent.Unavailable {
		return nil // erased meanwhile: there is nobody left to ask
	}
	return err
}

// settle writes down how a contact stands, and ends the campaign with the last of them.
func (d *Desk) settle(ctx context.Context, org assent.ID, contact store.CampaignContact) error {
	return d.Archive.Write(ctx, org, func(tx *store.Tx) error {
		contact.Changed = tx.Now()
		if err := tx.PutCampaignContact(contact); err != nil {
			return err
		}
		c, found, err := tx.Campaign(contact.Campaign)
		if err != nil || !found || State(c.State) != Sending {
			return err
		}
		all, err := tx.CampaignContacts(c.ID)
		if err != nil {
			return err
		}
		for _, other := range all {
			if other.State == waiting || other.State == sending {
				return nil
			}
		}
		c.State, c.Ended = string(Done), tx.Now()
		return tx.PutCampaign(c)
	})
}

func inState(c store.CampaignContact, state, reason string) store.CampaignContact {
	c.State, c.Reason = state, reason
	return c
}

// interrupted reports whether the line broke during the conversation: whether the mail was taken is not known.
func interrupted(err error) bool {
	p, ok := assent.AsProblem(err)
	return ok && p.Code == "MAIL_INTERRUPTED"
}

// codeOf names why a mail cannot be sent, without the words of the other server.
func codeOf(err error) string {
	if p, ok := assent.AsProblem(err); ok {
		return p.Code
	}
	return "REFUSED_BY_SERVER"
}
