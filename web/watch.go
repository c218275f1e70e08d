package web

import (
	"sync"
	"time"

	"assent"
)

// Machines read mail before people do: they fetch each link, and some press what they find. The watch
// remembers, for each sign-up, what only a machine does; from then on its confirmation asks for the
// code that is printed in the mail. It lives in memory, for as long as a link to confirm does.
type watch struct {
	mu     sync.Mutex // guards traces
	traces map[assent.ID]trace
}

// trace is what was seen of one sign-up's links.
type trace struct {
	robot   bool
	fetched [linkKinds]time.Time // when each link of the mail was last fetched
	wrong   int                  // codes typed wrong since
	since   time.Time
	seen    time.Time
}

// The links of a confirmation mail.
const (
	confirmLink = iota
	cancelLink
	linkKinds
)

const (
	traceLimit = 20_000
	traceLife  = 72 * time.Hour
	// sweepTogether: whoever opens all links of a mail within this time is no person.
	sweepTogether = 2 * time.Second
	// quickest is the shortest time in which a person reads a page and acts on it.
	quickest   = 1500 * time.Millisecond
	wrongCodes = 5
	wrongSpan  = 10 * time.Minute
)

func newWatch() *watch { return &watch{traces: map[assent.ID]trace{}} }

// fetch notes that a link of the mail was opened.
func (w *watch) fetch(request assent.ID, link int, now time.Time) {
	w.change(request, now, func(t *trace) {
		t.fetched[link] = now
		together := true
		for _, at := range t.fetched {
			together = together && !at.IsZero() && now.Sub(at) <= sweepTogether
		}
		t.robot = t.robot || together
	})
}

// caught notes that a machine was at work.
func (w *watch) caught(request assent.ID, now time.Time) {
	w.change(request, now, func(t *trace) { t.robot = true })
}

// robot reports whether a machine has been seen.
func (w *watch) robot(request assent.ID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.traces[request].robot
}

// try counts a try of the code and reports whether it may be made: five in ten minutes.
func (w *watch) try(request assent.ID, now time.Time) (allowed bool) {
	w.change(request, now, func(t *trace) {
		if now.Sub(t.since) > wrongSpan {
			t.wrong, t.since = 0, now
		}
		t.wrong++
		allowed = t.wrong <= wrongCodes
	})
	return allowed
}

func (w *watch) change(request assent.ID, now time.Time, do func(*trace)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t, known := w.traces[request]
	if !known {
		w.sweep(now)
	}
	do(&t)
	t.seen = now
	w.traces[request] = t
}

func (w *watch) sweep(now time.Time) {
	if len(w.traces) < traceLimit {
		return
	}
	for id, t := range w.traces {
		if now.Sub(t.seen) > traceLife {
			delete(w.traces, id)
		}
	}
	if len(w.traces) >= traceLimit {
		clear(w.traces)
	}
}
