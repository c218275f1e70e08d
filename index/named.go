package index

import "assent"

// SlotOf finds a contact point by its identifier and its person's, any of her records.
func (t *Table) SlotOf(person, point assent.ID) (Slot, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	s, known := t.named(&Of{Person: person, Point: point})
	return Slot(s), known
}

// Touched is the position before which nothing that is known of a contact point, or of her whose it is, is good any more; known
// is false if it is one no longer.
func (t *Table) Touched(s Slot) (position int64, known bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	e := t.at(uint32(s))
	return e.touched, e.gone == 0
}
