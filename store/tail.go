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
	logs map[assent.ID][]Stored // without a gap
}

// tailLength is how many events are kept, of all organisations together and of each at least.
const (
	tailLength  = 8192
	leastLength = 64
)

// read returns the events from a number up to another, if all of them are kept.
func (t *tail) read(org assent.ID, from, to int64) ([]Stored, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	kept := t.logs[org]
	if len(kept) == 0 || from < kept[0].Number || to > kept[0].Number+int64(len(kept)) {
		return nil, false
	}
	first := kept[0].Number
	return slices.Clone(kept[from-first : to-first]), true
}

// events are those that a slate appends, in the order of their numbers.
func (s *slate) events() (out []Stored) {
	for _, l := range s.lines {
		if e, ok := l.row.(*entry); ok {
			out = append(out, e.Stored)
		}
	}
	return out
}

// keep keeps events without a gap, if they are newer than those that are kept.
func (t *tail) keep(org assent.ID, events []Stored) {
	if len(events) == 0 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.logs == nil {
		t.logs = map[assent.ID][]Stored{}
	}
	kept := t.logs[org]
	next := events[0].Number
	if len(kept) > 0 {
		next = kept[0].Number + int64(len(kept))
	}
	switch first := events[0].Number; {
	case first+int64(len(events)) <= next:
		return
	case first > next:
		kept, next = nil, first
	}
	kept = append(kept, events[next-events[0].Number:]...)
	most := max(leastLength, tailLength/max(1, len(t.logs)))
	if over := len(kept) - most; over > 0 {
		kept = slices.Delete(kept, 0, over) // which lets the garbage collector have them
	}
	t.logs[org] = kept
}
