package screen

import (
	"context"
	"io"
	"runtime"
	"sync"

	"assent"
	"assent/address"
	"assent/decide"
	"assent/sheet"
)

// Sorter decides about many addresses as of one position of the log: a [decide.Sieve].
type Sorter interface {
	Sort(ctx context.Context, to []address.Address, out []decide.Brief) (position int64, err error)
}

// sieved is a desk that keeps its decisions, and can sort by them.
type sieved interface {
	Sieve(ctx context.Context, org assent.ID, q assent.Question) (*decide.Sieve, error)
}

// sieveOf is what the desk sorts by; nil if the question must be asked one by one.
func sieveOf(ctx context.Context, org assent.ID, desk Decider, q assent.Question) (*decide.Sieve, error) {
	d, ok := desk.(sieved)
	if !ok {
		return nil, nil
	}
	return d.Sieve(ctx, org, q)
}

// batch is some rows on their way through the hands: as text where they are plain, else as fields.
type batch struct {
	lines string // plain rows
	first int    // number of their first line
	rows  []sheet.Row
	bytes int64 // read of the list by then

	done     chan struct{}
	out      []byte
	tally    *Tally
	findings []Finding
	err      error
}

// sortAll screens a table with all cores.
func (s *screening) sortAll(sorter Sorter) error {
	return s.inParallel(s.batches, func() func(context.Context, *batch) error {
		h := &hand{screening: s, sorter: sorter, suffixes: map[assent.Reason][]*suffix{}}
		return h.sort
	})
}

// inParallel has one read, many decide, and one write, in the order of the list. Memory is bounded by the batches under
// way: about a megabyte for each, and four for each core. Each core decides with a hand of its own.
func (s *screening) inParallel(batches func(take func(*batch) bool) error, hand func() func(context.Context, *batch) error) error {
	ctx, stop := context.WithCancel(s.ctx)
	defer stop()
	cores := runtime.GOMAXPROCS(0)
	work, order := make(chan *batch), make(chan *batch, 4*cores)
	var hands sync.WaitGroup
	for range cores {
		hands.Go(func() {
			decide := hand()
			for b := range work {
				b.err = decide(ctx, b)
				close(b.done)
			}
		})
	}
	var reading error
	var reader sync.WaitGroup
	reader.Go(func() {
		defer close(order)
		defer close(work)
		reading = batches(func(b *batch) bool {
			b.done, b.tally, b.bytes = make(chan struct{}), newTally(), s.source.read
			select {
			case order <- b:
			case <-ctx.Done():
				return false
			}
			work <- b
			return true
		})
	})
	err := s.collect(order)
	stop()
	for range order { // what was read in vain
	}
	reader.Wait()
	hands.Wait()
	if err != nil {
		return err
	}
	return reading
}

// collect writes the batches in their order.
func (s *screening) collect(order <-chan *batch) error {
	for b := range order {
		<-b.done
		if b.err != nil {
			return b.err
		}
		if _, err := s.dst.Write(b.out); err != nil {
			return err
		}
		s.tally.add(b.tally)
		for _, f := range b.findings {
			if s.Findings == nil {
				break
			}
			if err := s.Findings(f); err != nil {
				return err
			}
		}
		if s.progress != nil {
			s.progress(Progress{s.tally.Rows, b.bytes})
		}
	}
	return s.ctx.Err()
}

// batches reads the list: by the block where it is plain, else row by row.
func (s *screening) batches(take func(*batch) bool) error {
	for {
		lines, first, err := s.table.Plain()
		if err != nil {
			return err
		}
		if lines != nil {
			if !take(&batch{lines: string(lines), first: first}) {
				return nil
			}
			continue
		}
		rows, err := s.some()
		if len(rows) > 0 && !take(&batch{rows: rows}) || err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// some reads a chunk of rows.
func (s *screening) some() (rows []sheet.Row, err error) {
	for len(rows) < chunk {
		row, err := s.table.Read()
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}
