package screen

import (
	"context"
	"slices"
	"strings"

	"assent/address"
	"assent/decide"
)

// sorting is what a hand of any format has: the rows of a batch that wait for their answers. It is used by one goroutine, and
// its memory again for each batch.
type sorting struct {
	*screening
	sorter  Sorter
	lines   []line
	own     []byte // lines that were written anew before they are answered
	to      []address.Address
	briefs  []decide.Brief
	endings endings
}

// line is a row: a part of the batch's text that can be passed on as it stands, or of what was written anew; or, if it ends at 0,
// the number of an odd row.
type line struct {
	from, end int
	own       bool // it was written anew
	refused   bool // nothing is asked about it
}

func (s *sorting) begin() { s.lines, s.own, s.to = s.lines[:0], s.own[:0], s.to[:0] }

// plain takes a row that is complete but for its answer; false if its address cannot be read.
func (s *sorting) plain(value string, l line) bool {
	a, err := s.address(value)
	if err == nil {
		s.lines, s.to = append(s.lines, l), append(s.to, a)
	}
	return err == nil
}

// odd takes a row that must be written anew: the i-th of those.
func (s *sorting) odd(i int, to address.Address, refused bool) {
	if s.lines = append(s.lines, line{from: i, refused: refused}); !refused {
		s.to = append(s.to, to)
	}
}

// address reads an address of the kind that the column holds.
func (s *screening) address(value string) (address.Address, error) {
	if s.field == "email" {
		if a, err := address.Email(value); err == nil {
			return a, nil
		}
	}
	return first(address.Of(contactOf(s.field, strings.TrimSpace(value)), s.Country))
}

func first(list []address.Address, err error) (address.Address, error) {
	if err != nil {
		return address.Address{}, err
	}
	return list[0], nil
}

// answer asks about the rows, and writes them with their answers; odd writes the i-th odd row, with nil if it was refused.
func (s *sorting) answer(ctx context.Context, b *batch, odd func(i int, d *decide.Brief) error) error {
	s.briefs = slices.Grow(s.briefs[:0], len(s.to))[:len(s.to)]
	if _, err := s.sorter.Sort(ctx, s.to, s.briefs); err != nil {
		return err
	}
	b.out = slices.Grow(b.out, len(b.text)+96*len(s.lines))
	briefs := s.briefs
	for _, l := range s.lines {
		var d *decide.Brief
		if !l.refused {
			d, briefs = &briefs[0], briefs[1:]
		}
		switch {
		case l.own:
			b.out = append(append(b.out, s.own[l.from:l.end]...), s.endings.of(d)...)
		case l.end > 0:
			b.out = append(append(b.out, b.text[l.from:l.end]...), s.endings.of(d)...)
		default:
			if err := odd(l.from, d); err != nil {
				return err
			}
		}
	}
	s.endings.tell(b.tally)
	return nil
}
