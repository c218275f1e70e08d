package screen

import (
	"context"
	"io"
	"runtime"
	"sync"
	"unsafe"

	"assent/sheet"
)

// batch is some rows on their way through the hands. Its memory is used again for others.
type batch struct {
	piece
	decided  chan struct{} // receives when a hand is done with it
	out      []byte
	tally    *Tally
	findings []Finding
	err      error
}

// piece is some rows as they were read: as text, or as fields where they could not be cut off as text.
type piece struct {
	text   string // holds until the next is read into the same memory
	buffer []byte
	first  int // number of its first line
	rows   []sheet.Row
	read   int64 // bytes of the list by then
}

// memory is room for a text.
func (p *piece) memory() []byte { return p.buffer[:0] }

// hold takes a text that was read into the memory. A copy for each piece would keep the garbage collector at work.
func (p *piece) hold(text []byte, first int) {
	p.buffer, p.text, p.first, p.rows = text, unsafe.String(unsafe.SliceData(text), len(text)), first, nil
}

func newBatch() *batch { return &batch{decided: make(chan struct{}, 1), tally: newTally()} }

func (b *batch) reset() {
	b.out, b.findings, b.err = b.out[:0], b.findings[:0], nil
	b.tally.reset()
}

// perCore is how many batches there are for each core: one is being decided, and the others wait to be, or to be written.
const perCore = 4

// inParallel has one read what is next, until [io.EOF], many decide, and one write, in the order of the list. Memory is bounded by the batches: about two
// megabytes for each, and four for each core. Each core decides with a hand of its own.
func (s *screening) inParallel(next func(*piece) error, hand func() func(context.Context, *batch) error) error {
	ctx, stop := context.WithCancel(s.ctx)
	defer stop()
	cores := runtime.GOMAXPROCS(0)
	free, work, order := make(chan *batch, perCore*cores), make(chan *batch, perCore*cores), make(chan *batch, perCore*cores)
	for range cap(free) {
		free <- newBatch()
	}
	var hands sync.WaitGroup
	for range cores {
		hands.Go(func() {
			decide := hand()
			for b := range work {
				b.err = decide(ctx, b)
				b.decided <- struct{}{}
			}
		})
	}
	var reading error
	hands.Go(func() {
		defer close(order)
		defer close(work)
		for reading == nil {
			select {
			case b := <-free:
				if reading = next(&b.piece); reading == nil {
					b.read = s.source.read
					b.reset()
					order <- b
					work <- b
				}
			case <-ctx.Done():
				return
			}
		}
	})
	err := s.collect(order, free)
	stop()
	hands.Wait()
	if err == nil && reading != io.EOF {
		err = reading
	}
	return err
}

// collect writes the batches in their order.
func (s *screening) collect(order <-chan *batch, free chan<- *batch) error {
	for b := range order {
		<-b.decided
		if b.err != nil {
			return b.err
		}
		if err := s.give(b); err != nil {
			return err
		}
		free <- b
	}
	return s.ctx.Err()
}

// give writes a batch, and tells what there is to tell of it.
func (s *screening) give(b *batch) error {
	if _, err := s.dst.Write(b.out); err != nil {
		return err
	}
	s.tally.add(b.tally)
	if s.Findings != nil {
		for _, f := range b.findings {
			if err := s.Findings(f); err != nil {
				return err
			}
		}
	}
	if s.progress != nil {
		s.progress(Progress{s.tally.Rows, b.read})
	}
	return nil
}
