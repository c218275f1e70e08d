package dispatch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"assent"
	"assent/catalogue"
	"assent/intake"
	"assent/locale"
	"assent/mail"
	"assent/store"
)

// Message is a mail of the operator to one person.
type Message struct {
	Contact assent.Contactable // personal; never kept
	Purpose string
	Brand   string             // empty: the purpose's
	Kind    assent.MessageKind // empty: as the purpose's kind says
	Facts   *assent.ClaimedFacts
	Subject string
	HTML    string // one of HTML and Text may be empty
	Text    string
	Actor   assent.Actor // who sends; zero: the house

	ContainsPromotion bool // in a service message

	IdempotencyKey string // the same message under the same key is sent once
}

// Sent says that the next mail server has taken the message, and what was recorded of it.
type Sent struct {
	Event    assent.ID
	Code     assent.TransactionCode
	Decision assent.Decision
	Replayed bool // it was sent before, under the same key
}

// Denied is the error for a message that may not be sent.
type Denied struct{ Decision assent.Decision }

// Error gives the reason's code.
func (d *Denied) Error() string { return "denied: " + string(d.Decision.Reason) }

// Send decides at this moment whether the message may be sent, and sends it if so: with the
// footer that the law wants, a way out, and a signature. It records message.sent after the next
// mail server has taken it. Errors: [Denied], with nothing sent; a Problem for a message that
// cannot be sent; a *mail.Refusal of the server.
func (d *Desk) Send(ctx context.Context, org assent.ID, m Message) (Sent, error) {
	if m.Actor.Kind == "" {
		m.Actor.Kind = assent.ActorHouse
	}
	if m.IdempotencyKey != "" {
		return d.once(ctx, org, m)
	}
	return d.deliver(ctx, org, m)
}

// deliver is [Desk.Send] without regard to repetition.
func (d *Desk) deliver(ctx context.Context, org assent.ID, m Message) (Sent, error) {
	out, err := d.prepare(ctx, org, m)
	if err != nil {
		return Sent{}, err
	}
	if err := d.Post.Send(ctx, out.mail); err != nil {
		return Sent{}, err
	}
	receipt, err := d.record(context.WithoutCancel(ctx), org, m, out)
	if err != nil {
		return Sent{}, fmt.Errorf("the message was handed over but could not be recorded: %w", err)
	}
	return Sent{Event: receipt.Event, Code: receipt.Code, Decision: out.decision}, nil
}

// outgoing is a message that may be sent.
type outgoing struct {
	decision assent.Decision
	point    assent.ID
	brand    string
	kind     assent.MessageKind
	mail     mail.Message
}

// prepare decides and writes. The decision comes last before the words, so that it is as young as it can be.
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
		ContainsPromotion: m.ContainsPromotion, Facts: m.Facts, Language: to.language,
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

// write puts the message, its footer and its way out together.
func (d *Desk) write(org assent.ID, m Message, c *catalogue.Catalogue, to addressee, address string, decision assent.Decision) (outgoing, error) {
	p, _ := c.Purpose(m.Purpose) // exists: it has been decided about
	out := outgoing{decision: decision, point: to.row.ID, brand: m.Brand, kind: m.Kind}
	if out.brand == "" {
		out.brand = p.Brand
	}
	if out.kind == "" {
		out.kind = p.Kind.Message()
	}
	w, err := d.writer(c, out.brand)
	if err != nil {
		return out, err
	}
	id, err := d.messageID(org, m)
	if err != nil {
		return out, err
	}
	words := d.Words.Printer(to.language)
	out.mail = mail.Message{
		From: w.from, To: address, Subject: m.Subject, Text: m.Text, HTML: m.HTML,
		Language: words.Language(), ID: id, Date: d.Now(),
	}
	return out, d.finish(&out, org, p, w, words)
}

// finish adds the footer and the way out.
func (d *Desk) finish(out *outgoing, org assent.ID, p *catalogue.Purpose, w writer, words *locale.Printer) error {
	var l *Links
	if needsWayOut(out.kind, out.decision.Obligations) {
		links := d.links(org, out.point, p, out.brand)
		l = &links
		out.mail.List = &mail.List{ID: listID(p.ID, w.from.Address), OneClick: l.UnsubscribeURL}
	}
	var err error
	out.mail, err = out.mail.WithFooter(footer(words, out.decision, w, l))
	return err
}

// listID names the stream of a purpose (RFC 2919): under the sender's domain, so that it is ours.
func listID(purpose, from string) string {
	_, domain, _ := strings.Cut(from, "@")
	return purpose + "." + domain
}

// messageID names the mail. Under an idempotency key it is always the same, so that a mail which
// was sent but not recorded is recognized by the receiver when it comes again.
func (d *Desk) messageID(org assent.ID, m Message) (string, error) {
	if m.IdempotencyKey != "" {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s/%s/%s", org, m.Actor.ID, m.IdempotencyKey))
		return hex.EncodeToString(sum[:16]), nil
	}
	id, err := assent.NewID(d.Now(), d.Random)
	return id.String(), err
}

// record writes down that the message was sent, and on what basis.
func (d *Desk) record(ctx context.Context, org assent.ID, m Message, out outgoing) (intake.Receipt, error) {
	return d.Intake.Record(ctx, org, intake.Act{
		Type: assent.MessageSent, Point: out.point, Actor: m.Actor,
		Message: &assent.Message{
			Channel: assent.Email, Purpose: m.Purpose, Brand: out.brand, Kind: out.kind, Basis: out.decision.Basis,
		},
	})
}
