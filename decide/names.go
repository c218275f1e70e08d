package decide

import (
	"context"
	"encoding/binary"
	"sync/atomic"

	"assent"
	"assent/index"
	"assent/store"
)

// names remember what the table does not know: where the contact points are that were asked about by their identifiers,
// and which ones a person has. Each has one place, as among the [details].
type names struct {
	points [1 << 16]atomic.Pointer[namedPoint]
	people [1 << 16]atomic.Pointer[namedPerson]
}

type namedPoint struct {
	id   assent.ID
	slot index.Slot
}

// namedPerson is who has some contact points, as of a position. Whatever happens to her touches each of them.
type namedPerson struct {
	id       assent.ID
	points   []store.Where
	slot     index.Slot // of one of them
	position int64
}

// place is where an identifier belongs: by its last bytes, which were drawn.
func place[T any](of *[1 << 16]atomic.Pointer[T], id assent.ID) *atomic.Pointer[T] {
	return &of[binary.LittleEndian.Uint16(id[14:])]
}

func (n *names) point(id assent.ID) (index.Slot, bool) {
	p := place(&n.points, id).Load()
	if p == nil || p.id != id {
		return 0, false
	}
	return p.slot, true
}

// Reachable names the contact points of a person, under any of her records, that a channel reaches, oldest first, as of
// the call or later. Known is false if nobody has that identifier, or an answer of the store could not be had.
func (d *Desk) Reachable(ctx context.Context, org, person assent.ID, channel assent.Channel) (to []assent.Contactable, known bool) {
	points, known := d.pointsOf(ctx, org, person)
	for _, p := range points {
		if p.Kind.Reaches(channel) {
			to = append(to, assent.Contactable{Point: p.ID})
		}
	}
	return to, known
}

func (d *Desk) pointsOf(ctx context.Context, org, person assent.ID) ([]store.Where, bool) {
	h := d.hallOf(org)
	if h != nil && h.current(ctx) == nil {
		if n := place(&h.names.people, person).Load(); n != nil && n.id == person {
			if touched, there := h.table.Touched(n.slot); there && touched <= n.position {
				return n.points, true
			}
		}
	}
	n := &namedPerson{id: person}
	known := false
	err := d.archive.Read(ctx, org, func(v *store.View) (err error) {
		if _, known, err = v.Person(person); err != nil || !known {
			return err
		}
		if n.position, err = v.Head(); err != nil {
			return err
		}
		rows, err := v.PointsOf(person)
		for _, row := range rows {
			n.points = append(n.points, store.Where{ID: row.ID, Person: row.Person, Kind: row.Kind})
		}
		return err
	})
	if err != nil || !known {
		return nil, false
	}
	if h != nil && len(n.points) > 0 {
		var there bool
		if n.slot, there = h.table.SlotOf(person, n.points[0].ID); there {
			place(&h.names.people, person).Store(n)
		}
	}
	return n.points, true
}
