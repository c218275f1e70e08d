package screen

import (
	"context"
	"io"

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

// sortAll screens a table with all cores.
func (s *screening) sortAll(sorter Sorter) error {
	return s.inParallel(s.next, func() func(context.Context, *batch) error { return newHand(s, sorter).sort })
}

// next reads some of the list: a block where it can, else row by row.
func (s *screening) next(p *piece) error {
	text, first, err := s.table.Block(p.memory())
	if err != nil {
		return err
	}
	if p.hold(text, first); len(text) > 0 {
		return nil
	}
	p.rows, err = s.some()
	if err == io.EOF && len(p.rows) > 0 {
		return nil
	}
	return err
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
