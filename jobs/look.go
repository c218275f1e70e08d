package jobs

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"assent/store"
)

// errUnknown stands in a delivery of another version of the program.
var errUnknown = errors.New("this version of the program knows no such errand")

// lookAll reads on one snapshot what the deliveries of a group need, for one errand after another.
func (c *Carrier) lookAll(ctx context.Context, b *book, group []store.Delivery) (out []taken, err error) {
	group = slices.Clone(group)
	slices.SortStableFunc(group, func(d, e store.Delivery) int { return strings.Compare(d.Follower, e.Follower) })
	err = c.archive.Read(ctx, c.org, func(v *store.View) error {
		for len(group) > 0 {
			n := alike(group, func(d *store.Delivery) string { return d.Follower })
			ready, err := c.look(v, b, group[:n])
			if err != nil {
				return err
			}
			out, group = append(out, ready...), group[n:]
		}
		return nil
	})
	return out, err
}

// alike is how many at the head of a list, which is not empty, agree in something.
func alike[E any, K comparable](list []E, in func(*E) K) int {
	n := 1
	for n < len(list) && in(&list[n]) == in(&list[0]) {
		n++
	}
	return n
}

// look reads what the deliveries of one errand need. What cannot be begun is left for later.
func (c *Carrier) look(v *store.View, b *book, list []store.Delivery) (out []taken, err error) {
	e, known := c.errands[list[0].Follower]
	var group Group
	if err = errUnknown; known {
		group, err = e.look(v, list)
	}
	if err != nil {
		group.Tries = make([]Try, len(list))
	}
	for i, d := range list {
		switch fault := cmp.Or(err, group.Tries[i].Fault); {
		case unavailable(fault):
			return nil, fault
		case fault != nil:
			c.postpone(b, d, fault)
		default:
			out = append(out, taken{d, e, &group, i})
		}
	}
	return out, nil
}
