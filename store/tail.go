package store

import (
	"slices"
	"sync"

	"assent"
)

// tail keeps the newest events of each log as they were recorded here, or read last. Many followers read the same events a
// moment after they were recorded, and to read one takes as long as to record it. A committed event never changes; which
// of them a snapshot has is told by its own head of the log, never by the tail.
type tail struct {
	mu   sync.Mutex
	logs map[assent.ID]*newest
}

// newest are the last events of one log, without a gap.
type newest struct {
	events  []Stored
	numbers map[assent.ID]int64
}

// tailLength is how many events are kept, of all organisations together and of each at least; for a moment twice as many.
const (
	tailLength  = 4096
	leastLength = 64
)

// next is the number of the event after those that are kept.
func (n *newest) next() int64 { return n.events[0].Number + int64(len(n.events)) }

// read returns the events from a number up to another, if all of them are kept.
func (t *tail) read(org assent.ID, from, to int64) ([]Stored, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.logs[org]
	if n == nil || from < n.events[0].Number || to > n.next() {
		return nil, false
	}
	first := n.events[0].Number
	return slices.Clone(n.events[from-first : to-first]), true
}

// find returns an event by its identifier, if it is kept.
func (t *tail) find(org, id assent.ID) (Stored, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.logs[org]
	if n == nil {
		return Stored{}, false
	}
	number, kept := n.numbers[id]
	if !kept {
		return Stored{}, false
	}
	return n.events[number-n.events[0].Number], true
}

// keep keeps events without a gap, if they are newer than those that are kept.
func (t *tail) keep(org assent.ID, events []Stored) {
	if len(events) == 0 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.logs[org]
	if n == nil || events[0].Number > n.next() { // there is a gap
		n = &newest{events: slices.Clone(events[:1]), numbers: map[assent.ID]int64{events[0].ID: events[0].Number}}
	}
	for _, s := range events {
		if s.Number == n.next() {
			n.events, n.numbers[s.ID] = append(n.events, s), s.Number
		}
	}
	if t.logs == nil {
		t.logs = map[assent.ID]*newest{}
	}
	t.logs[org] = n
	if most := max(leastLength, tailLength/len(t.logs)); len(n.events) > 2*most { // seldom, since the rest is moved
		n.drop(len(n.events) - most)
	}
}

// drop forgets the oldest.
func (n *newest) drop(count int) {
	for _, s := range n.events[:count] {
		delete(n.numbers, s.ID)
	}
	n.events = slices.Delete(n.events, 0, count) // which lets the garbage collector have them
}

// events are those that a slate appends, in the order of their numbers, each with the state that it has left.
func (s *slate) events() (out []Stored) {
	for _, l := range s.lines {
		if e, ok := l.row.(*entry); ok {
			stored := e.Stored
			if r := s.written.states[e.Person]; r.found && r.row.put != nil && r.row.put.Seen == e.Number {
				stored.After = r.row.put
			}
			out = append(out, stored)
		}
	}
	return out
}
