package sample

import (
	"sync/atomic"
	"time"
)

// Clock is a clock that the sample sets while it writes the past. It is safe for concurrent use.
type Clock struct {
	simulated atomic.Pointer[time.Time]
	real      func() time.Time
}

// NewClock returns a clock that shows real time until it is set.
func NewClock(real func() time.Time) *Clock { return &Clock{real: real} }

// Now returns the simulated time, or the real one when none is set.
func (c *Clock) Now() time.Time {
	if t := c.simulated.Load(); t != nil {
		return *t
	}
	return c.real()
}

// Set makes the clock show t.
func (c *Clock) Set(t time.Time) { c.simulated.Store(&t) }

// Run lets the clock show real time again.
func (c *Clock) Run() { c.simulated.Store(nil) }

// Begin sets the clock to the first moment of the histories.
func (c *Clock) Begin() { c.Set(startOf(c.real())) }
