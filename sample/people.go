package sample

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"assent"
	"assent/intake"
)

// Counter is where acts are recorded: package intake's desk.
type Counter interface {
	RecordAll(ctx context.Context, org assent.ID, acts []intake.Act) ([]intake.Outcome, error)
}

// Past is how far back the histories reach.
const Past = 3 * 365 * 24 * time.Hour

// step is one thing that one person does on one day of the simulation.
type step struct {
	day  int
	act  intake.Act
	then func(intake.Receipt) // learns what was recorded
	late bool                 // follows an act that may be of the same day

	answers *assent.ID // the request that it confirms; skipped if none was made
	ask     bool       // a message, to be sent only if it may be
}

// Populate records the histories of n people, oldest day first, by the clock, which runs again
// afterwards. The same seed gives the same people. Before each message the shop asks; with nil it sends none. It
// returns how many events were recorded.
func Populate(ctx context.Context, org assent.ID, counter Counter, ask Decider, clock *Clock, n int, seed uint64, progress func(done, total int)) (int, error) {
	start := startOf(clock.real())
	days := int(Past/(24*time.Hour)) - 1
	plan := make([][]step, days)
	r, mail := rand.New(rand.NewPCG(seed, seed)), rand.New(rand.NewPCG(seed, seed+1))
	for i := range n {
		p := newPerson(r, i, start, days)
		steps := p.history()
		if ask != nil {
			steps = append(steps, written(mail, p, steps)...)
		}
		for _, s := range steps {
			if s.day < days {
				plan[s.day] = append(plan[s.day], s)
			}
		}
	}
	defer clock.Run()
	recorded := 0
	for day, steps := range plan {
		for _, late := range []bool{false, true} {
			clock.Set(start.AddDate(0, 0, day).Add(20 * time.Hour))
			done, err := recordDay(ctx, org, counter, ask, clock, r, steps, late)
			if err != nil {
				return recorded, err
			}
			recorded += done
		}
		progress(day+1, days)
	}
	return recorded, nil
}

// due are the acts of one day, or those that answer them, without messages that may not be sent.
func due(ctx context.Context, org assent.ID, ask Decider, steps []step, late bool) (out []step, err error) {
	for _, s := range steps {
		may := s.late == late && (s.answers == nil || !s.answers.IsZero())
		if may && s.ask {
			may, err = mayReach(ctx, org, ask, &s)
		}
		if err != nil {
			return nil, err
		}
		if may {
			out = append(out, s)
		}
	}
	return out, nil
}

// recordDay records the acts of one day, or those that answer them.
func recordDay(ctx context.Context, org assent.ID, counter Counter, ask Decider, clock *Clock, r *rand.Rand, steps []step, late bool) (int, error) {
	steps, err := due(ctx, org, ask, steps, late)
	if err != nil {
		return 0, err
	}
	if len(steps) == 0 {
		return 0, nil
	}
	if late {
		clock.Set(clock.Now().Add(2 * time.Hour))
	}
	acts := make([]intake.Act, len(steps))
	for i, s := range steps {
		acts[i] = s.act
		if s.answers != nil {
			acts[i].Refers = *s.answers
		}
		acts[i].Received = clock.Now().Add(-time.Duration(1+r.IntN(100)) * time.Minute).Add(time.Duration(i) * time.Millisecond)
	}
	out, err := counter.RecordAll(ctx, org, acts)
	if err != nil {
		return 0, err
	}
	for i, o := range out {
		if o.Err != nil {
			return 0, fmt.Errorf("sample person cannot %s: %w", acts[i].Type, o.Err)
		}
		if steps[i].then != nil {
			steps[i].then(o.Receipt)
		}
	}
	return len(out), nil
}
