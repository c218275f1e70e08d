package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"

	"assent"
)

// committer is the one goroutine that holds the pen. Callers queue; it takes what waits, up to
// a bound, and commits it as one transaction: an fsync serves all. When nobody waits, one
// caller is a batch at once.
//
// Each caller runs its own function on its own goroutine when the committer offers it the turn,
// inside a savepoint, so that a function which fails, panics or ends its goroutine harms
// nobody else.
type committer struct {
	engine  *engine
	sql     statements
	reading statements
	crowded int // batches to be worked out under the lock; see stream.go
	opts    Options
	tail    *tail
	queue   chan *act
	parts   chan *act // of something long, which let others pass
	company int       // batches to be kept short, since somebody recorded by herself
	kept    *act      // taken from the queue, and not to be committed with the batch
	riders  []*act    // to be committed with the next batch of a stream
	closing chan struct{}
	once    sync.Once
	ended   chan struct{}
}

// act is one caller's wait.
type act struct {
	ctx   context.Context
	org   assent.ID
	facts bool
	ahead *Ahead // set for an act that may be worked out on a slate
	part  bool   // of something long
	fn    func(*Tx) error
	turn  chan *Tx   // unbuffered: the caller takes the turn, or has left
	ran   chan error // what fn returned
	done  chan error // the outcome; buffered, since the caller may have left
}

var (
	errAbandoned = errors.New("the caller's goroutine ended in its turn")
	errClosed    = assent.Problemf("UNAVAILABLE",
		"The archive is closing; nothing was recorded.").OfKind(assent.Unavailable)
	errUnknown = assent.Problemf("OUTCOME_UNKNOWN", "The database was lost while it was recording; "+
		"it is not known whether it has. Ask again with the same idempotency key.").OfKind(assent.Unavailable)
)

func newCommitter(e *engine, sql, reading statements, opts Options, t *tail) *committer {
	c := &committer{engine: e, sql: sql, reading: reading, opts: opts, tail: t,
		queue: make(chan *act, opts.Batch), parts: make(chan *act, opts.Batch), closing: make(chan struct{}), ended: make(chan struct{})}
	go c.work()
	return c
}

func (c *committer) close() {
	c.once.Do(func() { close(c.closing) })
	<-c.ended
}

func newAct(ctx context.Context, org assent.ID, fn func(*Tx) error) *act {
	return &act{ctx: ctx, org: org, fn: fn, turn: make(chan *Tx), ran: make(chan error), done: make(chan error, 1)}
}

// do queues, takes its turn when it comes, and waits for the outcome.
func (c *committer) do(a *act) error {
	if err := c.enter(a); err != nil {
		return err
	}
	return c.await(a)
}

// start queues, and leaves the rest to a goroutine; wait returns the outcome.
func (c *committer) start(a *act) (wait func() error) {
	outcome := make(chan error, 1)
	if err := c.enter(a); err != nil {
		outcome <- err
	} else {
		go func() { outcome <- c.await(a) }()
	}
	return func() error { return <-outcome }
}

func (c *committer) enter(a *act) error {
	queue := c.queue
	if a.part {
		queue = c.parts
	}
	select {
	case queue <- a:
		return nil
	case <-c.ended:
		return errClosed
	case <-a.ctx.Done():
		return explain(c.engine, a.ctx.Err())
	}
}

func (c *committer) await(a *act) error {
	for had := false; ; {
		select {
		case tx := <-a.turn:
			had = true
			a.run(tx)
		case err := <-a.done:
			return explain(c.engine, err)
		case <-c.ended:
			return a.outcome(errClosed)
		case <-a.ctx.Done():
			if had {
				return a.outcome(fmt.Errorf("%w: %w", errUnknown, a.ctx.Err()))
			}
			return explain(c.engine, a.ctx.Err())
		}
	}
}

func (a *act) run(tx *Tx) {
	err := errAbandoned
	defer func() { a.ran <- err }()
	err = a.fn(tx)
}

// outcome is what the committer has said already; otherwise what the caller must assume.
func (a *act) outcome(otherwise error) error {
	select {
	case err := <-a.done:
		return err
	default:
		return otherwise
	}
}

// offer gives the caller the turn and waits until its function has run.
func (a *act) offer(tx *Tx) error {
	select {
	case a.turn <- tx:
		err := <-a.ran
		return cmp.Or(err, tx.failed)
	case <-a.ctx.Done():
		return a.ctx.Err()
	}
}

func (c *committer) work() {
	defer close(c.ended)
	for {
		first := c.kept
		c.kept = nil
		if first == nil {
			if first = c.next(nil); first == nil {
				return
			}
		}
		if group := c.gather(first); first.ahead == nil {
			c.settle(group)
		} else {
			c.record(group)
		}
	}
}

// record commits acts that may be worked out on a slate. For one that comes alone a slate would be a detour.
func (c *committer) record(group []*act) {
	switch {
	case len(group) == 1 && group[0].ahead.size() <= fewRows:
		c.settle(group)
	case c.crowded > 0:
		c.crowded--
		c.settleLocked(group)
	default:
		c.stream(group)
	}
}

// handful is how much is looked up for the acts that are worked out in one go: an act that brings many rows, as a
// part of an import does, is worked out by itself, so that a batch can leave as soon as the one before it has landed.
const handful = 1000

// gather takes what waits beside the first, without waiting itself.
func (c *committer) gather(first *act) []*act {
	batch := []*act{first}
	for size := first.size(); len(batch) < c.opts.Batch && size < handful; size += batch[len(batch)-1].size() {
		a := c.waits()
		if a == nil {
			return batch
		}
		if !a.joins(first) {
			c.kept = a
			return batch
		}
		batch = append(batch, a)
	}
	return batch
}

// waits takes one of those who wait, if anybody does: parts of something long come last.
func (c *committer) waits() *act {
	select {
	case a := <-c.queue:
		return c.greet(a)
	default:
	}
	select {
	case a := <-c.parts:
		return a
	default:
		return nil
	}
}

// greet has the next batches kept short for who waits for them.
func (c *committer) greet(a *act) *act {
	if a.facts {
		c.company = 20
	}
	return a
}

// next waits for somebody; nil if the archive closes, or once that for which it is asked has happened.
func (c *committer) next(until <-chan struct{}) *act {
	select {
	case <-c.closing:
		return nil
	default:
	}
	if a := c.waits(); a != nil {
		return a
	}
	select {
	case a := <-c.queue:
		return c.greet(a)
	case a := <-c.parts:
		return a
	case <-until:
		return nil
	case <-c.closing:
		return nil
	}
}

// size is how much is looked up for the act.
func (a *act) size() int {
	if a.ahead == nil {
		return 1
	}
	return max(1, a.ahead.size())
}

// joins reports whether two acts can be committed together.
func (a *act) joins(b *act) bool { return a.org == b.org && (a.ahead == nil) == (b.ahead == nil) }

// settle commits a batch and tells each caller its outcome. If the batch as a whole fails, or
// if an act collides with another transaction, it is tried alone.
func (c *committer) settle(batch []*act) {
	results, err := c.commit(batch)
	if len(batch) > 1 && err != nil && !hopeless(err) || c.collided(err) {
		c.settleAlone(batch)
		return
	}
	for i, a := range batch {
		switch {
		case err != nil:
			a.done <- err
		case c.collided(results[i]):
			c.settleAlone(batch[i : i+1])
		default:
			a.done <- results[i]
		}
	}
}

// settleAlone commits each act by itself. Once no transaction can begin, none is tried any
// more: each could wait as long.
func (c *committer) settleAlone(acts []*act) {
	var gone error
	for _, a := range acts {
		err := gone
		if gone == nil {
			err = c.commitAlone(a)
		}
		if errors.Is(err, errNoBegin) {
			gone = err
		}
		a.done <- err
	}
}

func (c *committer) commitAlone(a *act) (err error) {
	for range 3 {
		if _, err = c.commit([]*act{a}); !c.collided(err) {
			break
		}
	}
	return err
}

// collided: another transaction stood in the way, and nothing is kept.
func (c *committer) collided(err error) bool {
	return c.engine.collided(err) && !errors.Is(err, errUnknown)
}

// hopeless: to try again now is of no use, or not safe.
func hopeless(err error) bool {
	return errors.Is(err, errUnknown) || errors.Is(err, errNoBegin)
}
