package store

import (
	"errors"
	"time"

	"assent"
)

// batch is a number of acts that are worked out on one slate and committed as one.
type batch struct {
	org     assent.ID
	slate   *slate
	layer   *slate // of the act whose turn it is
	base    int64  // the number that the log was at
	now     time.Time
	came    []*act // all of them
	acts    []*act // those that are worked out
	results []error
	beyond  []*act // to be recorded each by itself
	riders  []*act // which change no facts, and are committed with the others
	rode    []error
}

func newBatch(org assent.ID, log logRow, under *slate) *batch {
	known := newRows()
	b := &batch{org: org, base: log.next, slate: &slate{under: under, written: newRows(), known: &known, log: log}}
	b.layer = &slate{under: b.slate, written: newRows(), known: &known}
	return b
}

// beside are the statements by which an act on a slate may look beside it: what they read is what
// a slate can hold, or is never written with one.
var beside = map[string]bool{
	"person_by_id": true, "point_by_id": true, "point_by_pseudonym": true, "points_of_person": true,
	"state_of_person": true, "suppressions": true, "idempotent": true, "event_by_id": true, "items": true,
}

func init() {
	for _, name := range []string{"events_by_id", "idempotents", "points_by_id", "points_by_pseudonym", "suppressions_by_hash",
		"people_by_id", "people_merged_into", "points_by_person", "states_by_person"} {
		beside[times(name, fewRows)], beside[times(name, manyRows)] = true, true
	}
}

// work gives each act of a group its turn, and then works out what that left to be encoded.
func (b *batch) work(v View, now time.Time, group []*act) error {
	b.now = later(now.UTC().Truncate(time.Millisecond), b.now)
	b.now = later(b.now, b.slate.log.recorded) // time does not run backwards in a log
	v.slate = b.slate
	var ahead Ahead
	for _, a := range group {
		ahead.add(a.ahead)
	}
	if err := v.fetch(ahead); err != nil {
		return err
	}
	v.slate = b.layer
	for _, a := range group {
		if err := b.turn(v, a); err != nil {
			return err
		}
	}
	return b.slate.ready()
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// turn lets one act be worked out on a layer of its own. The error is that of the batch.
func (b *batch) turn(v View, a *act) error {
	b.layer.wipe()
	tx := &Tx{View: v, now: b.now, log: &b.layer.log}
	result := a.offer(tx)
	switch {
	case errors.Is(tx.failed, errBeyond):
		b.beyond = append(b.beyond, a)
		return nil
	case tx.failed != nil:
		return tx.failed
	case result == nil:
		b.slate.take(b.layer)
	}
	b.acts, b.results = append(b.acts, a), append(b.results, result)
	return nil
}

// tell lets every caller know what became of the act. Who follows the log finds its events at hand.
func (c *committer) tell(b *batch) {
	c.tail.keep(b.org, b.slate.events())
	for i, a := range b.acts {
		a.done <- b.results[i]
	}
	for i, a := range b.riders {
		a.done <- b.rode[i]
	}
}

// empty reports whether nothing is to be written.
func (s *slate) empty() bool {
	return len(s.lines)+len(s.written.states) == 0
}
