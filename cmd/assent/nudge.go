package main

import (
	"context"

	"assent"
	"assent/intake"
	"assent/jobs"
)

// nudging is the counter, which tells the followers of the log that there is something to read.
type nudging struct {
	*intake.Desk
	runner *jobs.Runner
}

func (m *Main) nudging() nudging { return nudging{m.house.intake, m.runner} }

// Record records the act and wakes the followers.
func (n nudging) Record(ctx context.Context, org assent.ID, act intake.Act) (intake.Receipt, error) {
	r, err := n.Desk.Record(ctx, org, act)
	if err == nil {
		n.runner.Nudge()
	}
	return r, err
}
