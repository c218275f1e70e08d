package store

import (
	"context"
	"errors"
	"runtime"
	"slices"

	"assent"
)

// When many wait, working acts out and committing them go on side by side. While one batch is on its way to
// the disk, the next is worked out on a snapshot of the database with the batch under way laid over it, and
// before it is committed in its turn the log row, locked by then, tells whether anything else was recorded
// meanwhile: by another node, or by another program on the same file. If so, the batch is worked out again
// under the lock. Since every fact moves the log, nothing can change unseen.

// flight is a batch on its way to the disk.
type flight struct {
	*batch
	landed chan struct{}
	err    error
}

var errOvertaken = errors.New("something else was recorded meanwhile")

// crowd is how many batches are worked out under the lock after one was overtaken: whoever overtakes once is
// likely to do so again.
const crowd = 64

// fullest is how many rows a batch may have before nothing more is added to it, when nobody waits but the parts of something
// long, and short how many when somebody else does: she waits for the batch under way and for her own.
const (
	fullest = 20_000
	short   = 4_000
)

func (c *committer) full(b *batch) bool {
	if c.company > 0 {
		return len(b.slate.lines) >= short
	}
	return len(b.slate.lines) >= fullest
}

// stream commits batch after batch for as long as acts wait.
func (c *committer) stream(group []*act) {
	var up *flight
	for len(group) > 0 || up != nil {
		b, err := c.compose(group, up)
		good := c.lands(up)
		switch {
		case err != nil || !good:
			up = nil
			c.again(b.came, err)
			c.ride(c.board(), err)
		default:
			up = c.launch(b)
		}
		if good && err == nil && len(b.beyond) > 0 {
			c.lands(up)
			up = nil
			c.settleAlone(b.beyond)
		}
		group = c.waiting(up)
	}
}

// compose works out a group, and whoever comes while the flight is under way. On an error nothing
// of the batch is worked out.
func (c *committer) compose(group []*act, up *flight) (*batch, error) {
	b, err := c.open(group, up)
	for err == nil {
		if err = c.workAhead(b, group); err != nil || up == nil || len(b.acts) >= c.opts.Batch || c.full(b) {
			break
		}
		if group = c.meanwhile(up); len(group) == 0 {
			break
		}
		b.came = append(b.came, group...)
	}
	return b, err
}

// open begins a batch after the flight, or after what the log says.
func (c *committer) open(group []*act, up *flight) (*batch, error) {
	if up != nil {
		b := newBatch(up.org, up.slate.log, up.slate)
		b.slate.log.last = assent.ID{} // whether this batch is kept is told by events of its own
		b.came = slices.Clone(group)
		return b, nil
	}
	b := newBatch(group[0].org, logRow{}, nil)
	b.came = slices.Clone(group)
	return b, c.look(b.org, func(v View) error {
		log, found, err := v.head()
		if err == nil && !found {
			err = errOvertaken // there is no log yet: the lock makes one
		}
		b.slate.log, b.base = log, log.next
		return err
	})
}

// workAhead works a group out on a snapshot of the database.
func (c *committer) workAhead(b *batch, group []*act) error {
	if len(group) == 0 {
		return nil
	}
	return c.look(b.org, func(v View) error { return b.work(v, c.opts.Now(), group) })
}

// look reads a snapshot.
func (c *committer) look(org assent.ID, do func(View) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), c.opts.Patience)
	defer cancel()
	tx, err := c.engine.read.BeginTx(within(ctx, org), &c.engine.snapshot)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	return orLate(ctx, do(View{ctx: c.engine.patient(ctx), tx: tx, sql: c.reading, org: org}))
}

// waiting takes those who wait, if they go with a stream.
func (c *committer) waiting(up *flight) []*act {
	select {
	case <-c.closing:
		return nil
	default:
	}
	a := c.come(up, c.waits)
	if a == nil {
		return nil
	}
	if a.ahead == nil || up != nil && !a.joins(up.acts[0]) {
		c.kept = a
		return nil
	}
	return c.gather(a)
}

// meanwhile waits for further acts until the flight has landed.
func (c *committer) meanwhile(up *flight) []*act {
	select {
	case <-up.landed:
		return nil
	default:
	}
	a := c.come(up, func() *act { return c.next(up.landed) })
	if a == nil {
		return nil
	}
	if !a.joins(up.acts[0]) {
		c.kept = a
		return nil
	}
	return c.gather(a)
}

// launch sends a batch to the disk; nil if there is nothing in it. The flight starts at once on the core on which this runs, since
// everybody waits for the disk: to go on here can wait for a core that is free.
func (c *committer) launch(b *batch) *flight {
	b.riders = c.board()
	if len(b.acts) == 0 {
		c.ride(b.riders, nil)
		return nil
	}
	b.slate.under = nil // is committed by now
	c.company = max(0, c.company-1)
	f := &flight{batch: b, landed: make(chan struct{})}
	go func() {
		defer close(f.landed)
		b.slate.settle(b.org, c.sql)
		if f.err = c.fly(b); f.err == nil {
			c.tell(b)
		}
	}()
	runtime.Gosched()
	return f
}

// lands waits for a flight, and does it again if it has failed. It reports whether it had not.
func (c *committer) lands(f *flight) bool {
	if f == nil {
		return true
	}
	<-f.landed
	if f.err != nil {
		c.again(f.acts, f.err)
		c.ride(f.riders, f.err)
	}
	return f.err == nil
}

// fly commits what was worked out ahead, if nothing else was recorded meanwhile.
func (c *committer) fly(b *batch) error {
	if b.slate.empty() && len(b.riders) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), c.opts.Patience)
	defer cancel()
	tx, err := c.begin(ctx, b.acts)
	if err != nil {
		return orLate(ctx, err)
	}
	defer func() { _ = tx.tx.Rollback() }() // after a commit it does nothing
	if tx.log.next != b.base {
		return errOvertaken
	}
	return orLate(ctx, c.write(tx, b))
}

// write puts a batch into a transaction that holds the lock, and commits it.
func (c *committer) write(tx *Tx, b *batch) error {
	if err := tx.carry(b); err != nil {
		return err
	}
	if err := tx.flush(b.slate); err != nil {
		return err
	}
	tx.log = &b.slate.log
	if err := tx.moveLog(); err != nil {
		return err
	}
	warned, err := c.end(tx)
	if err != nil || warned {
		err = c.verdict(tx, err)
	}
	c.engine.wrote(len(b.slate.lines))
	return err
}

// locked works a group out under the lock of the log and commits it.
func (c *committer) locked(group []*act) (*batch, error) {
	ctx, cancel := context.WithTimeout(context.Background(), c.opts.Patience)
	defer cancel()
	tx, err := c.begin(ctx, group)
	if err != nil {
		return nil, orLate(ctx, err)
	}
	defer func() { _ = tx.tx.Rollback() }() // after a commit it does nothing
	b := newBatch(group[0].org, *tx.log, nil)
	if err := b.work(tx.View, tx.now, group); err != nil {
		return nil, orLate(ctx, err)
	}
	b.slate.settle(b.org, c.sql)
	return b, orLate(ctx, c.write(tx, b))
}

// settleLocked commits a group under the lock, and each alone if that cannot be.
func (c *committer) settleLocked(group []*act) {
	b, err := c.locked(group)
	switch {
	case err == nil:
		c.tell(b)
		c.settleAlone(b.beyond)
	case hopeless(err):
		refuse(group, err)
	default:
		c.settleAlone(group)
	}
}

// again settles acts whose batch came to nothing.
func (c *committer) again(acts []*act, err error) {
	switch {
	case len(acts) == 0:
	case hopeless(err):
		refuse(acts, err)
	case err == nil || errors.Is(err, errOvertaken):
		c.crowded = crowd
		c.settleLocked(acts)
	default:
		c.settleAlone(acts)
	}
}

func refuse(acts []*act, err error) {
	for _, a := range acts {
		a.done <- err
	}
}
