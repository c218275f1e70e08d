package dispatch

import (
	"context"

	"assent"
	"assent/intake"
)

// Message is a mail of the operator to one person.
type Message struct {
	Contact  assent.Contactable // personal; never kept
	Purpose  string
	Brand    string             // empty: the purpose's
	Page     string             // variant of the pages that its links lead to; empty: the default
	Kind     assent.MessageKind // empty: as the purpose's kind says
	Facts    *assent.ClaimedFacts
	Subject  string
	HTML     string // one of HTML and Text may be empty
	Text     string
	Language string       // of the words; empty: the person's
	Actor    assent.Actor // who sends; zero: the house

	ContainsPromotion bool // in a service message

	IdempotencyKey string // the same message under the same key is sent once

	// What a message that asks for an answer brings along: the event and code by which its links name it
	// before it is recorded, and what it showed. Zero: drawn when it is recorded, nothing.
	Event    assent.ID
	Code     assent.TransactionCode
	Notice   intake.Notice
	Evidence *assent.Evidence
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
	r, err := d.Ready(ctx, org, m)
	if err != nil {
		return Sent{}, err
	}
	if err := d.Hand(ctx, r); err != nil {
		return Sent{}, err
	}
	return d.Note(context.WithoutCancel(ctx), org, r)
}
