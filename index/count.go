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
	c.table.mu.Lock()
	defer c.table.mu.Unlock()
	for k, n := range c.counts {
		groups = append(groups, Group{*c.answers.list[k.answer], *c.places.list[k.place], n})
	}
	for kind, n := range c.table.live {
		if c.reach>>kind&1 == 1 {
			open += n
		}
	}
	return groups, open - c.kept + c.overdue(minuteOf(now))
}

// overdue counts the contact points whose row has had its turn.
func (c *Column) overdue(minute uint32) (n int) {
	for i := range c.rows {
		if c.due[i] > minute {
			continue
		}
		c.due[i] = never
		for j, r := range c.rows[i].values {
			if r.Turn != 0 {
				c.due[i] = min(c.due[i], r.Turn)
			}
			if r.Answer != 0 && r.stale(minute) && c.counted(c.table.at(uint32(i*segmentSize+j))) {
				n++
			}
		}
	}
	return n
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
