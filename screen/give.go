package screen

import (
	"context"
	"os"

	"assent"
)

// Given is a screened list on its way out. Close the file when done.
type Given struct {
	Status
	File *os.File
}

// Give gives out a screened list. If anybody has been touched since it was written, it is screened once more first, so
// that it is not older than this call; that is recorded like the first time.
func (d *Desk) Give(ctx context.Context, id assent.ID) (Given, error) {
	d.giving.Lock()
	defer d.giving.Unlock()
	row, err := d.row(ctx, id)
	if err != nil {
		return Given{}, err
	}
	node, err := d.node()
	if err != nil {
		return Given{}, err
	}
	s, err := d.status(row)
	switch {
	case err != nil:
		return Given{}, err
	case s.Problem != nil:
		return Given{}, s.Problem.OfKind(assent.Unusable)
	case s.Outcome == nil:
		return Given{}, errNotDone
	case row.Node != node:
		return Given{}, errElsewhere
	}
	touched, _, err := d.Decide.Touched(ctx, d.Org, s.Outcome.Position)
	if err != nil {
		return Given{}, err
	}
	if touched {
		if err := d.screen(ctx, row); err != nil {
			return Given{}, err
		}
		if s, err = d.Status(ctx, id); err != nil {
			return Given{}, err
		}
	}
	f, err := os.Open(d.result(id))
	return Given{s, f}, err
}
