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

// Class is a number that briefs which read alike have in common: of two with the same Answer and Class, not 0, Until is
// the same too.
func (b *Brief) Class() uint64 { return uint64(b.row.Answer)<<32 | uint64(b.row.Until) }

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

// Unless has the sieve sort nothing while held says why not: it is asked at each call. Whoever knows of a no that is
// not in the log yet holds it back.
func (s *Sieve) Unless(held func() error) { s.unless = held }

// nobody is the answer about an address of which nothing is known.
type nobody struct {
	kind  assent.PointKind
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

// Sort decides about each address, as of a position of the log that is not before the call, which it returns. Nothing
// of to is kept. The error is a Problem of kind Unavailable if the store does not answer.
func (s *Sieve) Sort(ctx context.Context, to []address.Address, out []Brief) (position int64, err error) {
	if err := s.held(); err != nil {
		return 0, err
	}
	if err := s.hall.fresh(ctx); err != nil {
		return 0, err
	}
	l, _ := s.lots.Get().(*lot)
	if l == nil {
		l = newLot(lotSize)
	}
	defer s.lots.Put(l)
	for from := 0; from == 0 || from < len(to); from += lotSize {
		end := min(from+lotSize, len(to))
		l.take(to[from:end])
		s.hall.hash(l.to, l.hashes)
		at, err := s.sort(ctx, l, out[from:end])
		if err != nil {
			return 0, err
		}
		if from == 0 {
			position = at
		}
	}
	return position, nil
}

// fresh waits until the table has what the log had when it was called, or more.
func (h *hall) fresh(ctx context.Context) error {
	_, err := h.heads.wait(ctx)
	if errors.Is(err, errBehind) {
		return h.advanceToHead(ctx)
	}
	return err
}

// Points is Sort for contact points on record, by their keyed hash.
func (s *Sieve) Points(ctx context.Context, points []index.Point, out []Brief) (position int64, err error) {
	if err := s.held(); err != nil {
		return 0, err
	}
	l := newLot(len(points))
	l.points = points
	for i := range points {
		l.hashes[i] = points[i].Hash
	}
	return s.sort(ctx, l, out)
}

// lotSize is how many addresses are looked up at once: their lot stays in the nearest caches.
const lotSize = 512

// lot is what is looked up at once: addresses, or contact points.
type lot struct {
	to     []address.Address
	points []index.Point
	hashes []index.Hash
	found  []index.Found
}

func newLot(size int) *lot {
	return &lot{hashes: make([]index.Hash, size), found: make([]index.Found, size)}
}

func (l *lot) take(to []address.Address) {
	l.to, l.hashes, l.found = to, l.hashes[:len(to)], l.found[:len(to)]
}

func (s *Sieve) sort(ctx context.Context, l *lot, out []Brief) (position int64, err error) {
	c, err := s.hall.asked(ctx, &s.question)
	if err != nil {
		return 0, err
	}
	now := s.hall.desk.moment(&s.question)
	position, since := c.Look(now, l.hashes, l.found, nil)
	var rest []int
	var stranger *nobody
	for i := range l.found {
		f := &l.found[i]
		if f.Row.Answer != 0 {
			out[i] = Brief{Answer: f.Answer, Place: f.Place, row: f.Row}
			continue
		}
		if !f.Known && l.points == nil {
			if kind := l.to[i].Kind; stranger == nil || stranger.kind != kind {
				stranger = s.nobody(kind, since, now)
			}
			if stranger != nil {
				out[i] = stranger.brief
				continue
			}
		}
		rest = append(rest, i)
	}
	return position, s.rest(ctx, c, l, rest, out)
}

// nobody is the answer about an address of a kind of which nothing is known; nil if none was asked about before.
func (s *Sieve) nobody(kind assent.PointKind, since int64, now time.Time) *nobody {
	kept, _ := s.unknown.Load(kind)
	if n, ok := kept.(*nobody); ok && n.good(since, now) {
		return n
	}
	return nil
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
					s.unknown.Store(l.to[i].Kind, &nobody{l.to[i].Kind, out[i], span{m.position, e.now, k.Turn}})
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
