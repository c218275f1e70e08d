package spool

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"assent"
	"assent/intake"
)

// Patience is how long a write of the archive may take before a no goes to the spool.
const Patience = 2 * time.Second

// Recorder takes acts; an *intake.Desk is one.
type Recorder interface {
	Record(ctx context.Context, org assent.ID, act intake.Act) (intake.Receipt, error)
}

// Counter takes acts, and keeps a no in the spool when the archive does not take it.
type Counter struct {
	Desk   Recorder
	Spool  *Spool
	Now    func() time.Time
	Random io.Reader // of identifiers and codes; safe for concurrent use
	Log    *slog.Logger
}

// Record takes one act. A no that went to the spool has a receipt without number (−1).
func (c *Counter) Record(ctx context.Context, org assent.ID, act intake.Act) (intake.Receipt, error) {
	if !isNo(act) {
		return c.Desk.Record(ctx, org, act)
	}
	if err := c.name(&act); err != nil {
		return intake.Receipt{}, err
	}
	patient, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	receipt, err := c.Desk.Record(patient, org, act)
	if !notTaken(err) {
		return receipt, err
	}
	if err := c.Spool.Put(act); err != nil {
		c.Log.Error("a withdrawal could be taken neither by the archive nor by the spool", "event", act.Event, "error", err)
		return intake.Receipt{}, ErrFull
	}
	c.Log.Warn("the archive does not answer; a withdrawal waits in the spool", "event", act.Event)
	return intake.Receipt{Event: act.Event, Code: act.Code, Number: -1, Point: act.Point, Person: act.Person}, nil
}

// name gives the act the identifier, code and time that its receipt will bear, wherever it goes.
func (c *Counter) name(act *intake.Act) (err error) {
	if act.Received.IsZero() {
		act.Received = c.Now().UTC().Truncate(time.Millisecond)
	}
	if act.Event, err = assent.NewID(act.Received, c.Random); err != nil {
		return err
	}
	act.Code, err = assent.NewTransactionCode(c.Random)
	return err
}

// isNo reports whether the act only takes away: what is lost if it is lost is somebody's no.
func isNo(act intake.Act) bool {
	switch act.Type {
	case assent.ConsentWithdrawn, assent.ConsentRefused, assent.ObjectionRaised:
		return true
	}
	return false
}

// notTaken reports whether the archive did not answer, or did not answer in time.
func notTaken(err error) bool {
	if errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	p, ok := assent.AsProblem(err)
	return ok && p.Kind == assent.Unavailable
}
