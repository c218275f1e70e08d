package spool

import (
	"context"
	"time"

	"assent"
	"assent/decide"
)

// Decider answers questions; a *decide.Desk is one.
type Decider interface {
	MaySend(ctx context.Context, org assent.ID, q assent.Question) (assent.Decision, error)
	MaySendAll(ctx context.Context, org assent.ID, q assent.Question, to []assent.Contactable) ([]assent.Decision, error)
	Answers(ctx context.Context, org assent.ID, q *assent.Question, to []assent.Contactable, out []decide.Answer) (at time.Time, position int64, all bool)
	Reachable(ctx context.Context, org, person assent.ID, channel assent.Channel) (to []assent.Contactable, known bool)
	Sieve(ctx context.Context, org assent.ID, q assent.Question) (*decide.Sieve, error)
	Counts(ctx context.Context, org assent.ID, q assent.Question) ([]decide.Count, int64, error)
	Touched(ctx context.Context, org assent.ID, since int64) (touched bool, head int64, err error)
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

// Answers answers from what is kept: nothing, while a no waits.
func (g *Guard) Answers(ctx context.Context, org assent.ID, q *assent.Question, to []assent.Contactable, out []decide.Answer) (at time.Time, position int64, all bool) {
	if g.Spool.Waiting() > 0 {
		return at, 0, false
	}
	return g.Desk.Answers(ctx, org, q, to, out)
}

// Reachable names the contact points of a person; whether they may be written to is another question.
func (g *Guard) Reachable(ctx context.Context, org, person assent.ID, channel assent.Channel) (to []assent.Contactable, known bool) {
	return g.Desk.Reachable(ctx, org, person, channel)
}

// Sieve sorts by one question: nothing, from the moment on at which a no waits.
func (g *Guard) Sieve(ctx context.Context, org assent.ID, q assent.Question) (*decide.Sieve, error) {
	s, err := g.Desk.Sieve(ctx, org, q)
	if s != nil {
		s.Unless(g.held)
	}
	return s, err
}

// Counts counts everyone by answer.
func (g *Guard) Counts(ctx context.Context, org assent.ID, q assent.Question) ([]decide.Count, int64, error) {
	if err := g.held(); err != nil {
		return nil, 0, err
	}
	return g.Desk.Counts(ctx, org, q)
}

// Touched reports whether anything has changed since a position of the log; see [decide.Desk.Touched].
func (g *Guard) Touched(ctx context.Context, org assent.ID, since int64) (touched bool, head int64, err error) {
	if err := g.held(); err != nil {
		return true, since, err
	}
	return g.Desk.Touched(ctx, org, since)
}

func (g *Guard) held() error {
	if g.Spool.Waiting() == 0 {
		return nil
	}
	return errHeld
}

// errHeld is what is said of many at once, where a denial of each would look like an answer.
var errHeld = assent.Problemf("UNAVAILABLE", "A withdrawal waits to be recorded, and until it is nobody may be written to; ask again in a moment.").OfKind(assent.Unavailable)

func (g *Guard) moment(q assent.Question) time.Time {
	if q.At.IsZero() {
		return g.Now().UTC()
	}
	return q.At
}
