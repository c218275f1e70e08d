package index

import (
	"time"

	"assent"
)

// Found says what a column knows of an address.
type Found struct {
	Known  bool // there is an entry
	Slot   Slot // of it
	Row    Row  // good now, if there is an Answer; else it is to be decided
	Answer *Answer
	Place  *Place
}

// Kept is a decision to be kept.
type Kept struct {
	Answer
	Place
	Until   time.Time  // zero: never
	Turn    time.Time  // zero: never
	Expires assent.Day // empty: none
}

// Look finds many addresses at a moment. It returns the position that the answers are good at, and the one
// before which nothing that is known of anybody is good any more. For those that are known, touched receives the position before
// which nothing that is known of her is good any more; it is nil where nobody asks, since each costs a wait for memory.
func (c *Column) Look(now time.Time, hashes []Hash, out []Found, touched []int64) (position, since int64) {
	minute := minuteOf(now)
	c.table.mu.RLock()
	defer c.table.mu.RUnlock()
	fresh := !c.newest.After(now.Add(time.Second))
	var s sight
	for from := 0; from < len(hashes); from += len(s) {
		some := hashes[from:min(from+len(s), len(hashes))]
		c.glance(some, &s)
		for i := range some {
			f := &out[from+i]
			*f = Found{}
			slot, row := s[i].slot, s[i].row
			if slot == nowhere {
				continue
			}
			if s[i].hash != some[i] {
				var known bool
				if slot, known = c.table.find(&some[i]); !known {
					continue
				}
				row = c.row(slot)
			}
			f.Known, f.Slot = true, Slot(slot)
			if fresh && !row.stale(minute) {
				f.Row, f.Answer, f.Place = row, c.answers.list[row.Answer], c.places.list[row.Place]
			}
		}
	}
	c.touched(out[:len(hashes)], touched)
	return c.table.position, c.since
}

// touched tells when those that were found were touched.
func (c *Column) touched(found []Found, out []int64) {
	for i := range out {
		if found[i].Known {
			out[i] = max(c.since, c.table.at(uint32(found[i].Slot)).touched)
		}
	}
}

// sight is where some hashes are likely to be. A table is bigger than the caches, and a processor waits for memory once for
// many places if it is told them all before it needs the first.
type sight [128]struct {
	place uint64
	slot  uint32
	hash  Hash // at that slot
	row   Row
}

// glance reads the entries, and the rows, that are first in line for the hashes; they are at hand then.
func (c *Column) glance(hashes []Hash, s *sight) {
	t := c.table
	for i := range hashes {
		s[i].place = t.byHash.glance(keyOf(&hashes[i]))
	}
	for i := range hashes {
		s[i].slot = t.byHash.first(keyOf(&hashes[i]), s[i].place)
	}
	for i := range hashes {
		if slot := s[i].slot; slot != nowhere {
			s[i].hash, s[i].row = t.at(slot).hash, c.row(slot)
		}
	}
}

// Choose returns the hash of an address that the store would find it by, of those under several keys, the
// current first: that of a contact point, else that of an erased one, else the first.
func (t *Table) Choose(hashes []Hash) Hash {
	t.mu.RLock()
	defer t.mu.RUnlock()
	chosen, erased := hashes[0], false
	for i := range hashes {
		s, known := t.find(&hashes[i])
		switch {
		case known && t.at(s).gone == 0:
			return hashes[i]
		case known && !erased:
			chosen, erased = hashes[i], true
		}
	}
	return chosen
}

// stale reports whether a row is to be decided anew by now.
func (r Row) stale(minute uint32) bool { return r.Answer == 0 || r.Turn != 0 && r.Turn <= minute }

// Of is a decision about one contact point: known by its hash, or by who it is.
type Of struct {
	Kept
	Hash   Hash
	Person assent.ID // if not zero, Person and Point name the contact point, and not Hash
	Point  assent.ID
}

// Keep takes decisions that were made at a moment, from the store as it was at a position. What
// has been touched since is passed over; so is what cannot be written as a row.
func (c *Column) Keep(position int64, at time.Time, decisions []Of) {
	c.table.mu.Lock()
	defer c.table.mu.Unlock()
	if position < c.since {
		return
	}
	if at.After(c.newest) {
		c.newest = at
	}
	for i := range decisions {
		s, known := c.table.named(&decisions[i])
		if !known || position < c.table.at(s).touched {
			continue
		}
		if r, ok := c.rowOf(&decisions[i].Kept); ok {
			c.set(s, c.table.at(s), r)
		}
	}
}

// named finds the entry that a decision is about.
func (t *Table) named(o *Of) (uint32, bool) {
	if o.Person.IsZero() {
		return t.find(&o.Hash)
	}
	first, known := t.ringOf(tag(o.Person))
	if !known {
		return 0, false
	}
	var found uint32
	known = false
	point := tag(o.Point)
	t.ring(first, func(s uint32, e *entry) {
		if e.point == point && e.gone == 0 {
			found, known = s, true
		}
	})
	return found, known
}

func (c *Column) rowOf(k *Kept) (Row, bool) {
	until, ok1 := wholeMinute(k.Until)
	turn, ok2 := wholeMinute(k.Turn)
	expires, ok3 := dayNumber(k.Expires)
	r := Row{Answer: c.answers.number(k.Answer), Until: until, Turn: turn, Expires: expires, Place: uint16(c.places.number(k.Place))}
	return r, ok1 && ok2 && ok3 && r.Answer != 0
}

// UntilTime is when allow and deny change places; zero if never.
func (r Row) UntilTime() time.Time {
	if r.Until == 0 {
		return time.Time{}
	}
	return time.Unix(int64(r.Until)*60, 0).UTC()
}

// ExpiresDay is the last day of the basis; empty if there is none.
func (r Row) ExpiresDay() assent.Day {
	if r.Expires == 0 {
		return ""
	}
	return assent.DayOf(firstDay.AddDate(0, 0, int(r.Expires)))
}

var firstDay = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func minuteOf(t time.Time) uint32 { return uint32(t.Unix() / 60) }

func wholeMinute(t time.Time) (uint32, bool) {
	if t.IsZero() {
		return 0, true
	}
	s := t.Unix()
	return uint32(s / 60), s > 0 && s/60 < never && t.Equal(time.Unix(s/60*60, 0))
}

func dayNumber(d assent.Day) (uint16, bool) {
	if d == "" {
		return 0, true
	}
	t, err := time.Parse(time.DateOnly, string(d))
	n := int(t.Sub(firstDay).Hours() / 24)
	return uint16(n), err == nil && 0 < n && n < 1<<16
}
