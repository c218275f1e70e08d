package spool

import (
	"context"
	"time"

	"assent"
)

// Decider answers questions; a *decide.Desk is one.
type Decider interface {
	MaySend(ctx context.Context, org assent.ID, q assent.Question) (assent.Decision, error)
	MaySendAll(ctx context.Context, org assent.ID, q assent.Question, to []assent.Contactable) ([]assent.Decision, error)
}

// Guard denies while anything waits in the spool: nobody can say whose no it is.
type Guard struct {
	Desk  Decider
	Spool *Spool
	Now   func() time.Time
}

// MaySend answers one question.
func (g *Guard) MaySend(ctx context.Context, org assent.ID, q assent.Question) (assent.Decision, error) {
	if g.Spool.Waiting() > 0 {
		return assent.Denied(assent.ReasonUnavailable, g.moment(q)), nil
	}
	return g.Desk.MaySend(ctx, org, q)
}

// MaySendAll answers one question for many.
func (g *Guard) MaySendAll(ctx context.Context, org assent.ID, q assent.Question, to []assent.Contactable) ([]assent.Decision, error) {
	if g.Spool.Waiting() == 0 {
		return g.Desk.MaySendAll(ctx, org, q, to)
	}
	out := make([]assent.Decision, len(to))
	for i := range out {
		out[i] = assent.Denied(assent.ReasonUnavailable, g.moment(q))
	}
	return out, nil
}

func (g *Guard) moment(q assent.Question) time.Time {
	if q.At.IsZero() {
		return g.Now().UTC()
	}
	return q.At
}
