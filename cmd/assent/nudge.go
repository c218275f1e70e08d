package main

import (
	"context"
	"crypto/rand"

	"assent"
	"assent/intake"
	"assent/jobs"
	"assent/spool"
)

// nudging is the counter of the entrances: it keeps a no in the spool when the archive does not
// answer, and tells the followers of the log that there is something to read.
type nudging struct {
	spool.Counter
	runner *jobs.Runner
}

func (m *Main) nudging() *nudging {
	h := m.house
	return &nudging{spool.Counter{Desk: h.intake, Spool: h.spool, Now: h.now, Random: rand.Reader, Log: m.log}, m.runner}
}

// Record records the act and wakes the followers.
func (n *nudging) Record(ctx context.Context, org assent.ID, act intake.Act) (intake.Receipt, error) {
	r, err := n.Counter.Record(ctx, org, act)
	if err == nil {
		n.runner.Nudge()
	}
	return r, err
}
