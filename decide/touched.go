package decide

import (
	"context"

	"assent"
	"assent/store"
)

// Touched reports whether an event since a position may have changed what is decided about anybody, and up to where the
// log was looked at. A list that was decided from that position on is current if not.
func (d *Desk) Touched(ctx context.Context, org assent.ID, since int64) (touched bool, head int64, err error) {
	err = d.archive.Read(ctx, org, func(v *store.View) error {
		touched = false
		if head, err = v.Head(); err != nil {
			return err
		}
		for from := since; from < head && !touched; {
			steps, err := v.Steps(from, stretch)
			if err != nil || len(steps) == 0 {
				return err
			}
			for _, s := range steps {
				touched = touched || !s.Person.IsZero() || s.Type == assent.CataloguePublished
			}
			from = steps[len(steps)-1].Number + 1
		}
		return nil
	})
	return touched, head, err
}
