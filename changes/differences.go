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
func differences(c *catalogue.Catalogue, e *assent.Event, before records, after *assent.State) []Change {
	var out []Change
	for _, x := range slices.SortedFunc(maps.Keys(cells(c, after)), compare) {
		brand := brandOf(c, x.purpose)
		was, is := standing(before.with(x.point), x, brand, seen(e)), standing(after, x, brand, seen(e))
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

// cells are all that the person has: each purpose by each channel that reaches one of her
// contact points, and whatever else she was asked.
func cells(c *catalogue.Catalogue, s *assent.State) map[cell]bool {
	out := map[cell]bool{}
	for id, p := range s.Points {
		for _, y := range p.Yeses {
			out[cell{id, y.Purpose, y.Channel, y.Party}] = true
		}
		for _, r := range p.Requests {
			out[cell{id, r.Purpose, r.Channel, r.Party}] = true
		}
		for _, purpose := range c.Purposes() {
			for _, channel := range purpose.Channels {
				if p.Kind.Reaches(channel) {
					out[cell{id, purpose.ID, channel, purpose.Party()}] = true
				}
			}
		}
	}
	return out
}

// standing is how a cell stands; a contact point that was not known yet stood for nothing.
func standing(s *assent.State, x cell, brand string, at time.Time) assent.Status {
	if _, known := s.Points[x.point]; !known {
		return assent.Unknown
	}
	scope := assent.Scope{Brand: brand, Purpose: x.purpose, Channel: string(x.channel), Party: string(x.party)}
	return s.Standing(x.point, scope, at).Status
}

func brandOf(c *catalogue.Catalogue, purpose string) string {
	if p, ok := c.Purpose(purpose); ok {
		return p.Brand
	}
	return ""
}
