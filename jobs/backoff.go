package jobs

import "time"

// Backoff says how long to wait after a failure: First, then twice as long each time, up to
// Most; spread by Jitter, so that what failed together does not come back together.
type Backoff struct {
	First  time.Duration
	Most   time.Duration
	Jitter func() float64 // from 0 up to 1; nil: no jitter
}

// After returns the wait after so many failures, 1 or more: between half and all of the step.
func (b Backoff) After(failures int) time.Duration {
	step := b.First
	for range failures - 1 {
		if step *= 2; step >= b.Most {
			break
		}
	}
	step = min(step, b.Most)
	if b.Jitter == nil {
		return step
	}
	return step/2 + time.Duration(b.Jitter()*float64(step/2))
}
