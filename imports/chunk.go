package imports

import (
	"context"
	"io"
	"runtime"
	"strconv"
	"sync"

	"assent/intake"
	"assent/sheet"
)

// chunkRows is the number of rows in one transaction, and so what is done again after a failure. What was taken of a file is
// known by chunk, so if this is ever changed, files that were taken over before are not known any more.
const chunkRows = 500

// started is how many chunks wait for their commit at a time: some on their way to the disk, some that are worked
// out meanwhile, some that wait, so that neither who works out nor who writes is ever idle. Half of them are a batch, and
// the larger a batch is, the more of its rows share a page of the trees that are ordered by chance (ADR 0024).
const started = 24

// chunk is a number of rows on their way: read from the file by one goroutine, turned into acts and prepared by
// several, started and settled in the order of the file.
type chunk struct {
	rows  []sheet.Row
	bytes int64 // of the file, up to here
	err   error // for which nothing of the chunk is recorded

	read  []readRow
	used  Report
	start intake.Start // nil if there is nothing to record
	ready chan struct{}
	wait  func() ([]intake.Outcome, error)
}

// rows takes the file chunk by chunk.
func (r *run) rows(table *sheet.Reader, f format) error {
	var hands sync.WaitGroup
	defer hands.Wait()
	ctx, stop := context.WithCancel(r.ctx)
	defer stop()
	workers := runtime.GOMAXPROCS(0)
	raw, inOrder := make(chan *chunk), make(chan *chunk, workers)
	hands.Go(func() { r.cut(ctx, table, raw, inOrder) })
	for range workers {
		hands.Go(func() {
			for c := range raw {
				r.prepare(c, f)
				close(c.ready)
			}
		})
	}
	return r.record(inOrder)
}

// record takes prepared chunks in their order, and keeps some of them on their way.
func (r *run) record(inOrder <-chan *chunk) error {
	var flying []*chunk
	for c := range inOrder {
		if err := r.await(c); err != nil {
			return r.fail(flying, err)
		}
		flying = append(flying, c.fly(r.ctx))
		if len(flying) < started {
			continue
		}
		if err := r.land(flying[0]); err != nil {
			return r.fail(flying[1:], err)
		}
		flying = flying[1:]
	}
	return r.fail(flying, r.ctx.Err())
}

// await waits until a chunk is prepared.
func (r *run) await(c *chunk) error {
	select {
	case <-c.ready:
		return c.err
	case <-r.ctx.Done():
		return r.ctx.Err()
	}
}

// cut reads the file and cuts it into chunks.
func (r *run) cut(ctx context.Context, table *sheet.Reader, raw, inOrder chan<- *chunk) {
	defer close(inOrder)
	defer close(raw)
	for more := true; more; {
		c := &chunk{ready: make(chan struct{})}
		for more && c.err == nil && len(c.rows) < chunkRows {
			row, err := table.Read()
			if more = err != io.EOF; !more {
				break
			}
			c.rows, c.err = append(c.rows, row), err
		}
		c.bytes = r.source.read
		for _, to := range []chan<- *chunk{inOrder, raw} {
			select {
			case to <- c:
			case <-ctx.Done():
				return
			}
		}
		more = more && c.err == nil
	}
}

// prepare turns the rows into acts, and does for them what can be done before their turn.
func (r *run) prepare(c *chunk, f format) {
	if c.err != nil || len(c.rows) == 0 {
		return
	}
	acts := make([]intake.Act, 0, len(c.rows)) // most rows are one
	c.read = make([]readRow, 0, len(c.rows))
	part := intake.Part{Name: r.id + "/" + strconv.Itoa(c.rows[0].Line)}
	for _, row := range c.rows {
		w := r.read(f, row, &c.used)
		c.read, acts = append(c.read, w), append(acts, w.acts...)
		for i := range w.acts {
			part.Acts = append(part.Acts, strconv.Itoa(w.line)+"."+strconv.Itoa(i))
		}
	}
	c.rows = nil
	if !r.DryRun && len(acts) > 0 {
		c.start, c.err = r.to.Prepare(r.ctx, r.org, acts, part)
	}
}

// fly gives the chunk its place in the queue.
func (c *chunk) fly(ctx context.Context) *chunk {
	if c.start == nil {
		c.wait = func() ([]intake.Outcome, error) { return make([]intake.Outcome, c.acts()), nil }
	} else {
		c.wait = c.start(ctx)
	}
	return c
}

func (c *chunk) acts() (n int) {
	for _, w := range c.read {
		n += len(w.acts)
	}
	return n
}

// land waits for the commit of a chunk and settles each row.
func (r *run) land(c *chunk) error {
	outcomes, err := c.wait()
	if err != nil {
		return err
	}
	r.report.assume(c.used)
	for _, w := range c.read {
		own := outcomes[:len(w.acts)]
		outcomes = outcomes[len(w.acts):]
		if err := r.settle(w, own); err != nil {
			return err
		}
	}
	if r.progress != nil {
		r.progress(Progress{r.report.Rows, r.report.Taken + r.report.Known, r.report.NotTaken, c.bytes, r.total})
	}
	return nil
}

// fail settles what was started before the error, and returns the first there was.
func (r *run) fail(flying []*chunk, err error) error {
	for _, c := range flying {
		if landed := r.land(c); err == nil {
			err = landed
		}
	}
	return err
}
