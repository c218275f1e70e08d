package decide

import (
	"math"
	"slices"
	"sync/atomic"
	"time"

	"assent"
)

// span is how long something that was decided holds.
type span struct {
	position int64 // of the log as it was read
	at       time.Time
	until    time.Time // see steadyUntil; zero: for ever
}

// good reports whether nothing of it has changed: since is the position before which nothing is good any more.
func (s *span) good(since int64, now time.Time) bool {
	return s.position >= since && !s.at.After(now.Add(time.Second)) && (s.until.IsZero() || now.Before(s.until))
}

// detail is an answer as it was found, with all that is its own in one piece: a processor waits for memory once.
type detail struct {
	span
	key uint32
	Answer
	evidence [2]assent.ID // more than these are elsewhere
	flips    time.Time
}

func newDetail(key uint32, d *assent.Decision, e *enquiry) *detail {
	k := &detail{span: span{d.Position, e.now, e.steadyUntil(e.said)}, key: key, Answer: answerOf(d)}
	if n := len(d.Evidence); n <= len(k.evidence) {
		copy(k.evidence[:], d.Evidence)
		k.Evidence = k.evidence[:n:n]
	}
	if d.ValidUntil != nil {
		k.flips = *d.ValidUntil
		k.ValidUntil = &k.flips
	}
	return k
}

// details are the answers of one class that were asked for one by one, a fixed number of them: each key has one place, and the
// next that has the same takes it. So there is nothing to lock, and slots that lie together do not drive each other out.
type details struct {
	places [1 << 18]atomic.Pointer[detail]
	shared sharing
}

func (d *details) place(key uint32) *atomic.Pointer[detail] {
	return &d.places[key%uint32(len(d.places))]
}

// unknownKey is the key of an address of which nothing is known: all of a kind are answered alike.
func unknownKey(kind assent.PointKind) uint32 {
	return math.MaxUint32 - uint32(slices.Index(unknownKinds, kind)+1)
}

var unknownKinds = []assent.PointKind{assent.EmailAddress, assent.PhoneNumber, assent.IMHandle, assent.Device, assent.PostalAddress}

func (d *details) find(key uint32, since int64, now time.Time) (*detail, bool) {
	k := d.place(key).Load()
	return k, k != nil && k.key == key && k.good(since, now)
}

// keep remembers an answer, unless a later one has come already.
func (d *details) keep(k *detail) {
	k.Common = d.shared.share(k.Common)
	for place := d.place(k.key); ; {
		have := place.Load()
		if have != nil && have.key == k.key && have.position > k.position || place.CompareAndSwap(have, k) {
			return
		}
	}
}
