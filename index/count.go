package index

import "time"

// Group is how many contact points have one answer in one place.
type Group struct {
	Answer
	Place
	Points int
}

// Counts tells how many contact points that the channel reaches have which answer, and how many of
// them are still to be decided as of the moment; those are not among the groups, or in the group of
// the answer that they had.
func (c *Column) Counts(now time.Time) (groups []Group, open int) {
	c.table.mu.RLock()
	defer c.table.mu.RUnlock()
	for k, n := range c.counts {
		groups = append(groups, Group{c.answers.list[k.answer], c.places.list[k.place], n})
	}
	for kind, n := range c.table.live {
		if c.reach>>kind&1 == 1 {
			open += n
		}
	}
	open -= c.kept
	c.overdue(minuteOf(now), func(uint32, *entry) bool { open++; return true })
	return groups, open
}

// overdue calls do for each contact point whose row has had its turn, until it says no.
func (c *Column) overdue(minute uint32, do func(uint32, *entry) bool) {
	for i := range c.rows {
		if c.due[i] > minute {
			continue
		}
		for j, r := range c.rows[i].values {
			if r.Answer == 0 || !r.stale(minute) {
				continue
			}
			s := uint32(i*segmentSize + j)
			if e := c.table.at(s); c.counted(e) && !do(s, e) {
				return
			}
		}
	}
}

// Open lists up to limit contact points that are to be decided as of the moment.
func (c *Column) Open(now time.Time, limit int) []Point {
	c.table.mu.RLock()
	defer c.table.mu.RUnlock()
	minute := minuteOf(now)
	var out []Point
	for s := range uint32(c.table.size) {
		e := c.table.at(s)
		if c.counted(e) && c.row(s).stale(minute) {
			if out = append(out, Point{Hash: e.hash, Kind: kinds[e.kind], Key: int64(e.key)}); len(out) == limit {
				break
			}
		}
	}
	return out
}
