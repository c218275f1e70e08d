package store

import (
	"context"
	"database/sql"
	"errors"
	"sync/atomic"

	"assent"
)

// Head follows the length of one organisation's log. Every question about whether something may be sent waits for it
// (see package decide), so it is the cheapest thing that can be asked. It is safe for concurrent use.
type Head struct {
	archive *Archive
	org     assent.ID
	last    atomic.Pointer[sighting] // nil: none yet, or nothing to tell it by
}

// sighting is a length that was read, and what the WAL-index looked like before it was.
type sighting struct {
	before walHeader
	next   int64
}

// Head returns the follower of an organisation's log.
func (a *Archive) Head(org assent.ID) *Head { return &Head{archive: a, org: org} }

// Known is the length of the log at some instant between the call and its return, if that can be told without a
// statement: on SQLite, while nobody has committed anything since the last [Head.Read].
func (h *Head) Known() (next int64, known bool) {
	last := h.last.Load()
	if last == nil || !h.archive.engine.wal.still(&last.before) {
		return 0, false
	}
	return last.next, true
}

// Read is [Head.Known] where that must be known, and else [View.Head] without a transaction around it.
func (h *Head) Read(ctx context.Context) (next int64, err error) {
	if next, known := h.Known(); known {
		return next, nil
	}
	before, sound := h.archive.engine.wal.header() // before the statement: what is committed meanwhile is a change
	var l logRow
	err = h.archive.reading["lone_head"].QueryRowContext(h.archive.engine.patient(ctx), param(h.org)).Scan(targets(l.fields())...)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, explain(h.archive.engine, err)
	}
	if sound {
		h.last.Store(&sighting{before, l.next})
	}
	return l.next, nil
}
