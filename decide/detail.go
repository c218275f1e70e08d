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

// detail is an answer as it was found.
type detail struct {
	Answer
	span
	key uint32
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
func (d *details) keep(key uint32, found *assent.Decision, e *enquiry) {
	k := &detail{answerOf(found), span{found.Position, e.now, e.steadyUntil(e.said)}, key}
	k.Common = d.shared.share(k.Common)
	for place := d.place(key); ; {
		have := place.Load()
		if have != nil && have.key == key && have.position > k.position || place.CompareAndSwap(have, k) {
			return
		}
	}
}
