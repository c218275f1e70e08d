package decide

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"assent"
	"assent/address"
	"assent/index"
	"assent/store"
)

// Brief is a decision without what explains it.
type Brief struct {
	*index.Answer
	*index.Place // as recorded
	row          index.Row
	kept         *index.Kept // where it could not be written as a row
}

// Until is when allow and deny change places; zero if they never do by themselves.
func (b *Brief) Until() time.Time {
	if b.kept != nil {
		return b.kept.Until
	}
	return b.row.UntilTime()
}

// Expires is the last day of the basis; empty if there is none.
func (b *Brief) Expires() assent.Day {
	if b.kept != nil {
		return b.kept.Expires
	}
	return b.row.ExpiresDay()
}

// Sieve sorts many addresses by one question, as of now. It is safe for concurrent use, so that
// several hands can sort at once.
type Sieve struct {
	hall     *hall
	question assent.Question
	unknown  sync.Map     // kind → *nobody
	unless   func() error // see Unless
	lots     sync.Pool    // of *lot
}

// Unless has the sieve sort nothing while held says why not: it is asked before each lot. Whoever knows of a no that is
// not in the log yet holds it back.
func (s *Sieve) Unless(held func() error) { s.unless = held }

// nobody is the answer about an address of which nothing is known.
type nobody struct {
	brief Brief
	span
}

// Sieve prepares to sort by a question. There is none for a question that is not kept (about another moment, with
// facts of the asker's own, explained in full), or for an organisation without an index; ask one by one then.
func (d *Desk) Sieve(ctx context.Context, org assent.ID, q assent.Question) (*Sieve, error) {
	h := d.hallOf(org)
	if h == nil || !keeps(&q) {
		return nil, nil
	}
	if c, err := h.asked(ctx, &q); c == nil || err != nil {
		return nil, err
	}
	return &Sieve{hall: h, question: q}, nil
}

func (s *Sieve) held() error {
	if s.unless == nil {
		return nil
	}
	return s.unless()
}

// Sort decides about each address, as of a position of the log that is not before the call, which it returns. The
// error is a Problem of kind Unavailable if the store does not answer.
func (s *Sieve) Sort(ctx context.Context, to []address.Address, out []Brief) (position int64, err error) {
	h := s.hall
	if err := s.held(); err != nil {
		return 0, err
	}
	if _, err := h.heads.wait(ctx); err != nil && !errors.Is(err, errBehind) {
		return 0, err
	} else if err != nil {
		if err := h.advanceToHead(ctx); err != nil {
			return 0, err
		}
	}
	l, _ := s.lots.Get().(*lot)
	if l == nil || cap(l.hashes) < len(to) {
		l = &lot{hashes: make([]index.Hash, len(to)), found: make([]index.Found, len(to))}
	}
	defer s.lots.Put(l)
	l.to, l.hashes, l.found = to, l.hashes[:len(to)], l.found[:len(to)]
	h.hash(to, l.hashes)
	return s.sort(ctx, l, out)
}

// Points is Sort for contact points on record, by their keyed hash.
func (s *Sieve) Points(ctx context.Context, points []index.Point, out []Brief) (position int64, err error) {
	if err := s.held(); err != nil {
		return 0, err
	}
	l := &lot{points: points, hashes: make([]index.Hash, len(points)), found: make([]index.Found, len(points))}
	for i := range points {
		l.hashes[i] = points[i].Hash
	}
	return s.sort(ctx, l, out)
}

// lot is what is sorted at once: addresses, or contact points.
type lot struct {
	to     []address.Address
	points []index.Point
	hashes []index.Hash
	found  []index.Found
}

func (s *Sieve) sort(ctx context.Context, l *lot, out []Brief) (position int64, err error) {
	c, err := s.hall.asked(ctx, &s.question)
	if err != nil {
		return 0, err
	}
	now := s.hall.desk.moment(&s.question)
	position, since := c.Look(now, l.hashes, l.found)
	var rest []int
	for i := range l.found {
		switch f := &l.found[i]; {
		case f.Row.Answer != 0:
			out[i] = Brief{Answer: f.Answer, Place: f.Place, row: f.Row}
		case f.Known || l.points != nil || !s.isUnknown(l.to[i].Kind, since, now, &out[i]):
			rest = append(rest, i)
		}
	}
	return position, s.rest(ctx, c, l, rest, out)
}

// isUnknown answers about an address of which nothing is known, if one of its kind was asked about before.
func (s *Sieve) isUnknown(kind assent.PointKind, since int64, now time.Time, out *Brief) bool {
	kept, ok := s.unknown.Load(kind)
	if !ok {
		return false
	}
	u := kept.(*nobody)
	*out = u.brief
	return u.good(since, now)
}

// rest asks the store about those of whom nothing is kept, and keeps the answers.
func (s *Sieve) rest(ctx context.Context, c *asked, l *lot, rest []int, out []Brief) error {
	for some := range slices.Chunk(rest, warmPage) {
		var keep []index.Of
		var m *message
		err := s.hall.desk.archive.Read(ctx, s.hall.org, func(v *store.View) (err error) {
			if m, err = s.hall.desk.messageIn(v, s.question); err != nil {
				return err
			}
			keep = keep[:0]
			for _, i := range some {
				e, err := s.enquiry(v, m, l, i)
				if fatal(err) {
					return err
				}
				if err != nil { // two people claim the address, say; nothing is kept of that
					out[i] = Brief{Answer: &index.Answer{Decision: assent.Deny, Basis: assent.NoBasis, Reason: assent.ReasonUnknownContact}, Place: &index.Place{}}
					continue
				}
				k := e.brief()
				out[i] = Brief{Answer: &k.Answer, Place: &k.Place, kept: &k}
				switch {
				case !e.steady():
				case l.found[i].Known:
					keep = append(keep, index.Of{Kept: k, Hash: l.hashes[i]})
				case l.points == nil && e.point.IsZero() && len(e.erased) == 0 && l.to[i].Kind.Reaches(m.Channel):
					s.unknown.Store(l.to[i].Kind, &nobody{out[i], span{m.position, e.now, k.Turn}})
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		c.Keep(m.position, m.at, keep)
	}
	return nil
}

// enquiry is the question about one of a lot.
func (s *Sieve) enquiry(v *store.View, m *message, l *lot, i int) (*enquiry, error) {
	d := s.hall.desk
	if l.points == nil {
		subject, err := d.subjectAt(v, m, []address.Address{l.to[i]})
		if err != nil {
			return nil, err
		}
		return d.about(m, subject), nil
	}
	p := l.points[i]
	row, found, err := v.PointByPseudonym(p.Kind, []assent.Pseudonym{{KeyID: p.Key, Hash: p.Hash}})
	subject := &subject{state: assent.NewState(assent.ID{}), here: &assent.PointState{}}
	if err == nil && found {
		err = d.know(v, m, subject, row)
	}
	return d.about(m, subject), err
}
