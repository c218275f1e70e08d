package sample

import (
	"context"
	"math/rand/v2"

	"assent"
	"assent/intake"
)

// Decider says whether a message may be sent; the shop asks it before each one.
type Decider interface {
	MaySend(ctx context.Context, org assent.ID, q assent.Question) (assent.Decision, error)
}

// mailings are what the shop would like to send; share is in per cent.
var mailings = []struct {
	share   int
	purpose string
	channel assent.Channel
}{
	{48, "newsletter", assent.Email},
	{28, "offers", assent.Email},
	{12, "workshops", assent.Email},
	{12, "offers", assent.LiveCall},
}

// written are the days on which the shop would like to reach a person whom it knows since the first of her steps.
func written(r *rand.Rand, p *person, known []step) []step {
	var out []step
	for len(known) > 0 && r.IntN(100) < 40 {
		n, i := r.IntN(100), 0
		for ; n >= mailings[i].share; i++ {
			n -= mailings[i].share
		}
		m := mailings[i]
		out = append(out, step{day: known[0].day + 1 + r.IntN(400), late: true, ask: true, act: p.claimed(intake.Act{
			Type: assent.MessageSent, Message: &assent.Message{Channel: m.channel, Purpose: m.purpose, Kind: assent.OwnMarketing},
		}, "shop")})
	}
	return out
}

// mayReach asks about the message of a step, and writes down on what it rests.
func mayReach(ctx context.Context, org assent.ID, ask Decider, s *step) (bool, error) {
	m := *s.act.Message
	d, err := ask.MaySend(ctx, org, assent.Question{Contact: s.act.Contact, Purpose: m.Purpose, Channel: m.Channel, Explain: assent.ExplainNone})
	m.Basis = d.Basis
	s.act.Message = &m
	return d.Decision == assent.Allow, err
}
