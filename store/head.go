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

// sighting is a log row that was read, and what the WAL-index looked like before it was.
type sighting struct {
	before walHeader
	log    logRow
}

// Head returns the follower of an organisation's log.
func (a *Archive) Head(org assent.ID) *Head { return &Head{archive: a, org: org} }

// Known is the length of the log at some instant between the call and its return, if that can be told without a
// statement: on SQLite, while nobody has committed anything since the last [Head.Read].
func (h *Head) Known() (next int64, known bool) {
	last, known := h.known()
	return last.next, known
}

func (h *Head) known() (log logRow, known bool) {
	last := h.last.Load()
	if last == nil || !h.archive.engine.wal.still(&last.before) {
		return logRow{}, false
	}
	return last.log, true
}

// Read is [Head.Known] where that must be known, and else [View.Head] without a transaction around it.
func (h *Head) Read(ctx context.Context) (next int64, err error) {
	l, err := h.read(ctx)
	return l.next, err
}

// Published is [View.Published] at the same price.
func (h *Head) Published(ctx context.Context) (int64, error) {
	l, err := h.read(ctx)
	return l.published, err
}

func (h *Head) read(ctx context.Context) (l logRow, err error) {
	if l, known := h.known(); known {
		return l, nil
	}
	before, sound := h.archive.engine.wal.header() // before the statement: what is committed meanwhile is a change
	err = h.archive.reading["lone_head"].QueryRowContext(h.archive.engine.patient(ctx), param(h.org)).Scan(targets(l.fields())...)
	if errors.Is(err, sql.ErrNoRows) {
		l.published, err = -1, nil
	}
	if err != nil {
		return l, explain(h.archive.engine, err)
	}
	if sound {
		h.last.Store(&sighting{before, l})
	}
	return l, nil
}
