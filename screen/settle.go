package screen

import (
	"context"
	"io"
	"math"

	"assent"
)

// Current is a decider that can tell whether its answers are still those of now: a [decide.Desk].
type Current interface {
	Decider
	Touched(ctx context.Context, org assent.ID, since int64) (touched bool, head int64, err error)
}

// Rewritable is a file that can be written anew.
type Rewritable interface {
	io.Writer
	io.Seeker
	Truncate(size int64) error
}

// passes is how often a list is screened at most: where somebody says something every second, it is never at rest.
const passes = 4

// Settled is Run for a file that is given out whole, and which respects what is recorded while it is written. After the list is
// written, the log is looked at: if anybody has been touched since the writing began, the list is screened once more. What nobody
// touched is kept by then, so that takes as long as reading and writing do. It returns the position of the log
// that the file is not older than; that is the present one, unless people keep coming through all passes, and
// then that at which the last began.
func Settled(ctx context.Context, org assent.ID, in io.ReadSeeker, out Rewritable, desk Current, q assent.Question, o Options, progress func(Progress)) (tally Tally, position int64, err error) {
	if position, err = Position(ctx, org, desk); err != nil {
		return tally, 0, err
	}
	for pass := 1; ; pass++ {
		if tally, err = Run(ctx, org, in, out, desk, q, o, progress); err != nil {
			return tally, position, err
		}
		touched, head, err := desk.Touched(ctx, org, position)
		if err != nil || !touched {
			return tally, head, err
		}
		if pass == passes {
			return tally, position, nil
		}
		if err := rewind(in, out); err != nil {
			return tally, position, err
		}
		position, o.Findings = head, nil // what is wrong with rows was said
	}
}

// Position is how long the log is: no answer that is asked for from now on is older.
func Position(ctx context.Context, org assent.ID, desk Current) (int64, error) {
	_, head, err := desk.Touched(ctx, org, math.MaxInt64)
	return head, err
}

func rewind(in io.Seeker, out Rewritable) error {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := out.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return out.Truncate(0)
}
