package rights

import (
	"context"
	"slices"

	"assent"
	"assent/store"
)

// Why is what the holder of a mail's "why did I get this?" may see of the acts behind it.
type Why struct {
	Address  string // masked; empty if it is erased
	Language string
	Acts     []*assent.Event // of those asked for, the ones about this contact point
}

// Why returns the acts that allowed a message to a contact point.
func (d *Desk) Why(ctx context.Context, org, point assent.ID, acts []assent.ID) (Why, error) {
	var out Why
	err := d.archive.Read(ctx, org, func(v *store.View) error {
		row, found, err := v.Point(point)
		if err != nil || !found {
			return err
		}
		state, err := v.State(row.Person)
		if err != nil {
			return err
		}
		if out.Address, out.Language, err = d.masked(v, point, state); err != nil {
			return err
		}
		out.Acts = nil
		for _, id := range acts {
			stored, found, err := v.Event(id)
			if err != nil {
				return err
			}
			if found && slices.ContainsFunc(stored.Event.Points, func(p assent.Point) bool { return p.ID == point }) {
				out.Acts = append(out.Acts, stored.Event)
			}
		}
		return nil
	})
	return out, err
}
