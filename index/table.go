package index

import (
	"sync"

	"assent"
)

// Table is the index of one organisation. It is safe for concurrent use.
type Table struct {
	mu       sync.RWMutex
	position int64 // every event before it has been taken
	segments []block[entry]
	size     int             // entries in use
	live     [len(kinds)]int // of them, contact points
	byHash   finder
	byPerson finder
	columns  map[string]*Column
}

// segmentSize is how many entries are laid out together.
const segmentSize = 1 << 16

// At returns an empty table that stands at a position of the log: the contact points as of then are to be added.
func At(position int64) *Table { return &Table{position: position, columns: map[string]*Column{}} }

// Position is the length of the log that the table reflects.
func (t *Table) Position() int64 {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.position
}

// Len counts the contact points.
func (t *Table) Len() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	n := 0
	for _, live := range t.live {
		n += live
	}
	return n
}

func (t *Table) at(s uint32) *entry { return &t.segments[s/segmentSize].values[s%segmentSize] }

// find finds the entry of an address.
func (t *Table) find(h *Hash) (uint32, bool) {
	return t.byHash.find(keyOf(h), func(s uint32) bool { return t.at(s).hash == *h })
}

// ringOf finds an entry of a person.
func (t *Table) ringOf(person uint64) (uint32, bool) {
	return t.byPerson.find(person, func(s uint32) bool { return t.at(s).person == person })
}

// ring calls do for each entry of a person, given one of them.
func (t *Table) ring(first uint32, do func(uint32, *entry)) {
	for s := first; ; {
		e := t.at(s)
		next := e.next
		do(s, e)
		if s = next; s == first {
			return
		}
	}
}

// add makes an entry, a ring of its own.
func (t *Table) add(e entry) uint32 {
	if t.size == len(t.segments)*segmentSize {
		t.segments = append(t.segments, newBlock[entry](segmentSize))
	}
	s := uint32(t.size)
	t.size++
	e.next = s
	*t.at(s) = e
	return s
}

// Add takes contact points that the store has. One that is known already is left as it is, unless it was gone.
func (t *Table) Add(points ...Point) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range points {
		t.addPoint(&points[i])
	}
}

func (t *Table) addPoint(p *Point) {
	person := tag(p.Person)
	s, known := t.find(&p.Hash)
	switch {
	case !known:
		s = t.add(entry{hash: p.Hash, person: person, point: tag(p.ID), key: uint16(p.Key), kind: kindNumber(p.Kind), touched: t.position})
		t.live[t.at(s).kind]++
		t.byHash.put(keyOf(&p.Hash), s)
	case t.at(s).gone == 1:
		s = t.revive(s, p, person)
	case t.at(s).person == person:
		return
	}
	t.enrol(s, person)
}

// revive makes a new entry for an erased address that somebody has come with anew. The old one stays in the ring of
// the erased person, of no address.
func (t *Table) revive(old uint32, p *Point, person uint64) uint32 {
	s := t.add(entry{hash: p.Hash, person: person, point: tag(p.ID), key: uint16(p.Key), kind: kindNumber(p.Kind), touched: t.position})
	t.byHash.replace(keyOf(&p.Hash), old, s)
	e := t.at(old)
	t.forget(old, e)
	e.hash = Hash{}
	t.live[t.at(s).kind]++
	return s
}

// enrol puts an entry into the ring of a person.
func (t *Table) enrol(s uint32, person uint64) {
	if _, known := t.ringOf(person); !known && t.at(s).person == person {
		t.byPerson.put(person, s)
		return
	}
	t.splice(t.someone(person), s)
}

// splice makes two rings one.
func (t *Table) splice(a, b uint32) {
	same := false
	t.ring(a, func(s uint32, _ *entry) { same = same || s == b })
	if !same {
		x, y := t.at(a), t.at(b)
		x.next, y.next = y.next, x.next
	}
}

// Bar takes addresses that erasures have left a no for.
func (t *Table) Bar(hashes ...Hash) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range hashes {
		if _, known := t.find(&hashes[i]); !known {
			s := t.add(entry{hash: hashes[i], gone: 1, touched: t.position})
			t.byHash.put(keyOf(&hashes[i]), s)
		}
	}
}

// Join makes two records one person's.
func (t *Table) Join(a, b assent.ID) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.join(tag(a), tag(b))
}

func (t *Table) join(a, b uint64) { t.splice(t.someone(a), t.someone(b)) }

// someone finds an entry of a person, made if she has none: then it is of no address.
func (t *Table) someone(person uint64) uint32 {
	s, known := t.ringOf(person)
	if !known {
		s = t.add(entry{person: person, gone: 1})
		t.byPerson.put(person, s)
	}
	return s
}
