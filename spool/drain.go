package spool

import (
	"context"
	"fmt"
	"os"

	"assent"
)

// Drain is the job that brings what waits to the log, oldest first.
type Drain struct {
	Spool *Spool
	Desk  Recorder
	Org   assent.ID
}

// Name tells the job in the log.
func (d *Drain) Name() string { return "spool" }

// Round replays what waits. It stops at the first act that the archive does not take, and goes
// on there the next time; an act that can never be taken (the person is erased, say) is let go.
func (d *Drain) Round(ctx context.Context) (more bool, err error) {
	if d.Spool.Waiting() == 0 {
		return false, nil
	}
	files, err := d.Spool.files()
	if err != nil {
		return false, err
	}
	for _, path := range files {
		if err := d.replay(ctx, path); err != nil {
			return false, err
		}
	}
	return false, nil
}

func (d *Drain) replay(ctx context.Context, path string) error {
	act, err := d.Spool.read(path)
	if err != nil {
		return err
	}
	if _, err = d.Desk.Record(ctx, d.Org, act); err != nil {
		if p, ok := assent.AsProblem(err); !ok || p.Kind == assent.Unavailable {
			return fmt.Errorf("replay %s: %w", act.Event, err)
		}
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	d.Spool.waiting.Add(-1)
	return nil
}
