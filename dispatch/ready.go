package dispatch

import (
	"context"
	"fmt"

	"assent"
	"assent/intake"
	"assent/mail"
)

// Ready is a message that may be sent at this moment, written out with its footer and its way out.
// [Desk.Send] goes the three steps in one; who must know how far a message has come takes them one by one.
type Ready struct {
	Decision assent.Decision
	message  Message
	out      outgoing
}

// Mail is the mail as it would leave.
func (r Ready) Mail() mail.Message { return r.out.mail }

// Ready decides at this moment and writes the message out; nothing is sent. Errors are those of [Desk.Send].
func (d *Desk) Ready(ctx context.Context, org assent.ID, m Message) (Ready, error) {
	out, err := d.prepare(ctx, org, m)
	return Ready{Decision: out.decision, message: m, out: out}, err
}

// Hand gives the mail to the next server, which answers for it once the error is nil.
func (d *Desk) Hand(ctx context.Context, r Ready) error { return d.Post.Send(ctx, r.out.mail) }

// Note records that the message was sent, and on what basis.
func (d *Desk) Note(ctx context.Context, org assent.ID, r Ready) (Sent, error) {
	m := r.message
	receipt, err := d.Intake.Record(ctx, org, intake.Act{
		Type: assent.MessageSent, Point: r.out.point, Actor: m.Actor,
		Event: m.Event, Code: m.Code, Notice: m.Notice, Evidence: m.Evidence,
		Message: &assent.Message{
			Channel: assent.Email, Purpose: m.Purpose, Brand: r.out.brand, Kind: r.out.kind, Basis: r.Decision.Basis,
		},
	})
	if err != nil {
		return Sent{}, fmt.Errorf("the message was handed over but could not be recorded: %w", err)
	}
	return Sent{Event: receipt.Event, Code: receipt.Code, Decision: r.Decision}, nil
}
