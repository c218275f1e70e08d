package changes

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"assent"
	"assent/catalogue"
)

// cell is one choice at one contact point.
type cell struct {
	point   assent.ID
	purpose string
	channel assent.Channel
	party   assent.Party
}

func compare(a, b cell) int {
	return cmp.Or(slices.Compare(a.point[:], b.point[:]), cmp.Compare(a.purpose, b.purpose),
		cmp.Compare(a.channel, b.channel), cmp.Compare(a.party, b.party))
}

// differences compares how each cell stood before the event and stands after it, both as of
// the moment from which it is seen.
func differences(c *catalogue.Catalogue, e *assent.Event, before, after *assent.State) []Change {
	var out []Change
	for _, x := range slices.SortedFunc(maps.Keys(cells(c, e, after)), compare) {
		scope := assent.Scope{Brand: brand(c, x.purpose), Purpose: x.purpose, Channel: string(x.channel), Party: string(x.party)}
		was, is := before.Standing(x.point, scope, seen(e)).Status, after.Standing(x.point, scope, seen(e)).Status
		if was != is {
			ch := change(e)
			ch.Point, ch.Purpose, ch.Channel, ch.Party, ch.Before, ch.Status = x.point, x.purpose, x.channel, x.party, was, is
			out = append(out, ch)
		}
	}
	return out
}

// seen is the moment from which an event is seen: the clock of the node that took it may have
// run ahead of the one that recorded it.
func seen(e *assent.Event) time.Time {
	if e.Received.After(e.Recorded) {
		return e.Received
	}
	return e.Recorded
}

// cells are those that can have changed: each that somebody was ever asked about, and each
// that the event names, at every contact point that its channel reaches.
func cells(c *catalogue.Catalogue, e *assent.Event, s *assent.State) map[cell]bool {
	out := map[cell]bool{}
	for id, p := range s.Points {
		for _, y := range p.Yeses {
			out[cell{id, y.Purpose, y.Channel, y.Party}] = true
		}
		for _, r := range p.Requests {
			out[cell{id, r.Purpose, r.Channel, r.Party}] = true
		}
		for _, n := range e.Noes {
			for _, x := range named(c, n.Scope) {
				if p.Kind.Reaches(x.channel) {
					out[cell{id, x.purpose, x.channel, x.party}] = true
				}
			}
		}
	}
	return out
}

// named lists the cells of the catalogue that a no of one purpose covers; a wider no changes
// only what was asked before.
func named(c *catalogue.Catalogue, s assent.Scope) []cell {
	p, ok := c.Purpose(s.Purpose)
	if !ok {
		return nil
	}
	var out []cell
	for _, channel := range p.Channels {
		if s.Covers(p.Cell(channel, p.Party())) {
			out = append(out, cell{purpose: p.ID, channel: channel, party: p.Party()})
		}
	}
	return out
}

func brand(c *catalogue.Catalogue, purpose string) string {
	if p, ok := c.Purpose(purpose); ok {
		return p.Brand
	}
	return ""
}
