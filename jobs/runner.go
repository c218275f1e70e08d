package jobs

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Job is work that comes in rounds. A round does a bounded part of what waits and reports
// whether more is waiting. It may be repeated: after an error it starts where it was.
type Job interface {
	Name() string
	Round(ctx context.Context) (more bool, err error)
}

// Poll is the longest time that work waits for its next round when nobody nudges: the log may
// have been written to by another process.
const Poll = 250 * time.Millisecond

// The least time between two rounds of a job that found no more to do: what is written meanwhile is read together, however many
// nudge. People wait for their letters, and for nothing else that follows the log; what is at work for nobody in particular
// takes its processor time from who records, and each new head of the tree interrupts them.
const (
	Breath = 100 * time.Millisecond
	haste  = 10 * time.Millisecond
)

func breathOf(job Job) time.Duration {
	switch job.(type) {
	case *Follower, *Carrier:
		return haste
	case *Tree:
		return Poll
	}
	return Breath
}

// Runner runs jobs, each on a goroutine of its own, until it is told to stop.
type Runner struct {
	jobs    []Job
	backoff Backoff
	log     *slog.Logger
	nudges  []chan struct{} // one per job, so that none takes another's
}

// NewRunner makes a runner. Errors of jobs are logged there and nowhere else.
func NewRunner(log *slog.Logger, backoff Backoff, jobs ...Job) *Runner {
	r := &Runner{jobs: jobs, backoff: backoff, log: log}
	for _, job := range jobs {
		r.nudges = append(r.nudges, make(chan struct{}, 1))
		if f, follows := job.(*Follower); follows {
			f.nudge = r.Nudge // what it found need not wait for the carrier's next look
		}
	}
	return r
}

// Nudge says that something was written, so that nobody waits for the next poll. It never blocks.
func (r *Runner) Nudge() {
	for _, n := range r.nudges {
		select {
		case n <- struct{}{}:
		default: // a nudge is waiting already
		}
	}
}

// Run works until the context ends, lets every round that has begun come to its end, and returns.
func (r *Runner) Run(ctx context.Context) {
	var all sync.WaitGroup
	for i, job := range r.jobs {
		all.Go(func() { r.repeat(ctx, job, r.nudges[i]) })
	}
	all.Wait()
}

// repeat runs the rounds of one job.
func (r *Runner) repeat(ctx context.Context, job Job, nudge <-chan struct{}) {
	breath := breathOf(job)
	for failures := 0; ctx.Err() == nil; {
		more, err := job.Round(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			failures++
			r.log.Error("a job failed and will try again", "job", job.Name(), "failures", failures, "error", err)
			rest(ctx, nil, r.backoff.After(failures))
		case !more:
			failures = 0
			rest(ctx, nil, breath)
			rest(ctx, nudge, Poll-breath)
		default:
			failures = 0
		}
	}
}

// rest waits for the time to pass, a nudge, or the end.
func rest(ctx context.Context, nudge <-chan struct{}, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-nudge:
	case <-ctx.Done():
	}
}
