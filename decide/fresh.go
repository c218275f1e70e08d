package decide

import (
	"context"
	"sync"

	"assent"
)

// headWatch is the read index: it tells how long the log is, as of an instant after the question was asked.
// A question that asked for a check which had begun before it could miss a withdrawal that was
// acknowledged in between; so it waits for the first check begun after it arrived, and one check serves all
// who wait. This makes decisions linearizable on every node without a lock or a message between nodes.
type headWatch struct {
	check func() (int64, error) // asks the store, and brings the index up to that length

	mu      sync.Mutex
	next    *check // not begun yet; nil when nobody waits
	running bool
}

type check struct {
	done chan struct{}
	head int64
	err  error
}

// wait returns the length of the log that a check begun from now on finds.
func (w *headWatch) wait(ctx context.Context) (int64, error) {
	c := w.join()
	select {
	case <-c.done:
		return c.head, c.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (w *headWatch) join() *check {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next == nil {
		w.next = &check{done: make(chan struct{})}
	}
	if !w.running {
		w.running = true
		go w.run()
	}
	return w.next
}

// run makes one check after the other while somebody waits.
func (w *headWatch) run() {
	for {
		w.mu.Lock()
		c := w.next
		w.next, w.running = nil, c != nil
		w.mu.Unlock()
		if c == nil {
			return
		}
		c.head, c.err = w.check()
		close(c.done)
	}
}

// errBehind: the index is not built yet, or too far behind for a question to wait; the store is read.
var errBehind = assent.Problemf("INDEX_BEHIND", "The index is being brought up to date; ask again in a moment.").OfKind(assent.Unavailable)
