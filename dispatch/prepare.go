package dispatch

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"assent"
	"assent/catalogue"
	"assent/link"
	"assent/mail"
	"assent/store"
)

// outgoing is a message that may be sent.
type outgoing struct {
	decision assent.Decision
	point    assent.ID
	brand    string
	kind     assent.MessageKind
	mail     mail.Message
}

// prepare finds the addressee, decides, and writes. Nothing slow comes after the decision.
func (d *Desk) prepare(ctx context.Context, org assent.ID, m Message) (outgoing, error) {
	if err := d.checkPublic(); err != nil {
		return outgoing{}, err
	}
	var c *catalogue.Catalogue
	var to addressee
	var found bool
	var plain string
	err := d.Archive.Read(ctx, org, func(v *store.View) (err error) {
		if c, err = d.Shelf.Snapshot(v); err != nil {
			return err
		}
		if to, found, err = d.addressee(v, c, m.Contact); err == nil && found {
			plain, err = d.open(v, to.row)
		}
		return err
	})
	if err != nil {
		return outgoing{}, err
	}
	decision, err := d.decide(ctx, org, m, to, found)
	if err != nil {
		return outgoing{}, err
	}
	return d.write(org, m, c, to, plain, decision)
}

// decide asks; it is an error if the answer is no, or if there is nobody to send to.
func (d *Desk) decide(ctx context.Context, org assent.ID, m Message, to addressee, found bool) (assent.Decision, error) {
	q := assent.Question{
		Contact: m.Contact, Channel: assent.Email, Purpose: m.Purpose, Brand: m.Brand, Kind: m.Kind,
		ContainsPromotion: m.ContainsPromotion, Facts: m.Facts, Language: cmp.Or(m.Language, to.language),
	}
	if found {
		q.Contact = assent.Contactable{Point: to.row.ID}
	}
	decision, err := d.Decide.MaySend(ctx, org, q)
	switch {
	case err != nil:
		return decision, err
	case decision.Decision != assent.Allow:
		return decision, &Denied{decision}
	case !found: // the law would allow it, but a mail without a way out must not leave
		return decision, errUnknown
	}
	return decision, nil
}

// errNotYet is returned for a purpose that came into force in this very moment.
var errNotYet = assent.Problemf("NOT_YET", "This purpose has just been published; send again.").OfKind(assent.Unavailable)

// write puts the message, its footer and its way out together.
func (d *Desk) write(org assent.ID, m Message, c *catalogue.Catalogue, to addressee, address string, decision assent.Decision) (outgoing, error) {
	p, ok := c.Purpose(m.Purpose)
	if !ok { // published between our look at the catalogue and the decision
		return outgoing{}, errNotYet
	}
	out := outgoing{
		decision: decision, point: to.row.ID,
		brand: cmp.Or(m.Brand, p.Brand), kind: cmp.Or(m.Kind, p.Kind.Message()),
	}
	if problem := c.CheckPage(m.Page, out.brand); problem != nil {
		return out, problem
	}
	w, err := d.writer(c, out.brand)
	if err != nil {
		return out, err
	}
	id, err := d.messageID(org, m)
	if err != nil {
		return out, err
	}
	words := d.Words.Printer(m.Language, to.language)
	out.mail = mail.Message{
		From: w.from, To: address, Subject: m.Subject, Text: m.Text, HTML: m.HTML,
		Language: words.Language(), ID: id, Date: d.Now(),
	}
	var way *Links
	if needsWayOut(out.kind, decision.Obligations) {
		l := d.links(link.Token{Org: org, Point: out.point, Brand: out.brand, Purpose: p.ID, Page: m.Page})
		way, out.mail.List = &l, &mail.List{ID: listID(p.ID, w.from.Address), OneClick: l.UnsubscribeURL}
	}
	out.mail, err = out.mail.WithFooter(footer(words, decision, w, way))
	return out, err
}

// listID names the stream of a purpose (RFC 2919): under the sender's domain, so that it is ours.
func listID(purpose, from string) string {
	_, domain, _ := strings.Cut(from, "@")
	return purpose + "." + domain
}

// messageID names the mail. Under an idempotency key it is always the same, so that a mail which
// was sent but not recorded is recognized by the receiver when it comes again; under an event it bears that.
func (d *Desk) messageID(org assent.ID, m Message) (string, error) {
	switch {
	case !m.Event.IsZero():
		return m.Event.String(), nil
	case m.IdempotencyKey != "":
		sum := sha256.Sum256(fmt.Appendf(nil, "%s/%s/%s", org, m.Actor.ID, m.IdempotencyKey))
		return hex.EncodeToString(sum[:16]), nil
	}
	id, err := assent.NewID(d.Now(), d.Random)
	return id.String(), err
}
