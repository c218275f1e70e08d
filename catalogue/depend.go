package catalogue

import (
	"fmt"
	"slices"
	"time"

	"assent"
)

// Left is a purpose that is left together with another.
type Left struct {
	Purpose *Purpose
	Cause   string // "newsletter@3 withdraws offers", "offers@1 requires newsletter"
}

// Leaving lists, nearest first, what a person leaves beside the purpose itself: what it
// withdraws, what requires it, and so on from there.
func (c *Catalogue) Leaving(id string) []Left {
	var out []Left
	seen := map[string]bool{id: true}
	for queue := []string{id}; len(queue) > 0; queue = queue[1:] {
		for _, l := range c.leftWith(queue[0]) {
			if !seen[l.Purpose.ID] {
				seen[l.Purpose.ID] = true
				out = append(out, l)
				queue = append(queue, l.Purpose.ID)
			}
		}
	}
	return out
}

// leftWith lists what is left directly with one purpose.
func (c *Catalogue) leftWith(id string) []Left {
	var out []Left
	if p, ok := c.Purpose(id); ok {
		for _, other := range p.Withdraws {
			if o, ok := c.Purpose(other); ok {
				out = append(out, Left{o, fmt.Sprintf("%s@%d withdraws %s", p.ID, p.Version, other)})
			}
		}
	}
	for _, p := range c.Purposes() {
		if slices.Contains(p.Requires, id) {
			out = append(out, Left{p, fmt.Sprintf("%s@%d requires %s", p.ID, p.Version, id)})
		}
	}
	return out
}

// Needs returns, for a yes to the purpose by the channel, the cells of which one of each
// required purpose must stand: the required purpose by the same channel if it goes by
// that, else by any of its own. Service purposes need no yes and are left out.
func (c *Catalogue) Needs(p *Purpose, channel assent.Channel) []Need {
	var out []Need
	for _, id := range p.Requires {
		required, ok := c.Purpose(id)
		if !ok || required.Kind == assent.PurposeService {
			continue
		}
		channels := required.Channels
		if required.Offers(channel) {
			channels = []assent.Channel{channel}
		}
		out = append(out, Need{required, channels})
	}
	return out
}

// Need is a required purpose with the channels by which it may stand.
type Need struct {
	Purpose  *Purpose
	Channels []assent.Channel
}

// ring finds a chain of requirements that comes back to its start; empty if there is none.
func (c *Catalogue) ring(start string) []string {
	var walk func(id string, path []string) []string
	walk = func(id string, path []string) []string {
		p, ok := c.Purpose(id)
		if !ok {
			return nil
		}
		for _, next := range p.Requires {
			if next == start {
				return append(path, next)
			}
			if slices.Contains(path, next) {
				continue
			}
			if found := walk(next, append(path, next)); found != nil {
				return found
			}
		}
		return nil
	}
	return walk(start, []string{start})
}

// Stands reports whether one of the need's cells has one of the statuses at any of the
// person's contact points.
func (n Need) Stands(s *assent.State, at time.Time, statuses ...assent.Status) bool {
	for _, channel := range n.Channels {
		cell := n.Purpose.Cell(channel, n.Purpose.Party())
		for id := range s.Points {
			if slices.Contains(statuses, s.Standing(id, cell, at).Status) {
				return true
			}
		}
	}
	return false
}
