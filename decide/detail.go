package decide

import (
	"encoding/json"
	"math"
	"slices"
	"sync"
	"time"

	"assent"
)

// detail is a decision explained by codes, as it was made, with when it was and until when it is the same.
type detail struct {
	assent.Decision
	at    time.Time
	until time.Time // see steadyUntil; zero: for ever
}

func newDetail(d *assent.Decision, e *enquiry) *detail {
	return &detail{Decision: *d, at: e.now, until: e.steadyUntil(e.said)}
}

// decision is what it is now.
func (d *detail) decision(now time.Time, position int64, explain assent.Explain) assent.Decision {
	out := d.Decision
	out.AsOf, out.Position = now, position
	return explained(out, explain)
}

// explained leaves out of a decision that is explained by codes what was not asked for.
func explained(d assent.Decision, explain assent.Explain) assent.Decision {
	if explain == assent.ExplainNone {
		d.Failed, d.WouldAllowIf = []assent.FailedBasis{}, [][]string{}
	}
	return d
}

// good reports whether nothing of it has changed.
func (d *detail) good(since int64, now time.Time) bool {
	return d.Position >= since && !d.at.After(now.Add(time.Second)) && (d.until.IsZero() || now.Before(d.until))
}

// details are the decisions of one class that were asked for one by one: as many as perShard × 64, about a
// kilobyte each at most, since what they have in common is shared.
type details struct {
	shards [64]struct {
		mu   sync.RWMutex
		kept map[uint32]*detail
	}
	shared sharing
}

const perShard = 1 << 12

// unknownKey is the key of an address of which nothing is known: all of a kind are answered alike.
func unknownKey(kind assent.PointKind) uint32 {
	return math.MaxUint32 - uint32(slices.Index([]assent.PointKind{assent.EmailAddress, assent.PhoneNumber, assent.IMHandle, assent.Device, assent.PostalAddress}, kind)+1)
}

func (d *details) find(key uint32, since int64, now time.Time) (*detail, bool) {
	s := &d.shards[key%uint32(len(d.shards))]
	s.mu.RLock()
	k := s.kept[key]
	s.mu.RUnlock()
	return k, k != nil && k.good(since, now)
}

// keep remembers a decision; when there are too many, another makes room.
func (d *details) keep(key uint32, k *detail) {
	d.shared.share(&k.Decision)
	s := &d.shards[key%uint32(len(d.shards))]
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[uint32]*detail{}
	}
	if have := s.kept[key]; have != nil && have.Position > k.Position {
		return
	}
	if len(s.kept) >= perShard {
		for other := range s.kept {
			delete(s.kept, other)
			break
		}
	}
	s.kept[key] = k
}

// sharing keeps the lists that many decisions have in common once.
type sharing struct {
	mu   sync.Mutex
	kept map[string]lists
}

type lists struct {
	Failed       []assent.FailedBasis
	Citations    []assent.Citation
	Obligations  []assent.Obligation
	WouldAllowIf [][]string
}

// mostShared bounds what is shared; beyond it a decision keeps its own.
const mostShared = 1 << 14

func (s *sharing) share(d *assent.Decision) {
	own := lists{d.Failed, d.Citations, d.Obligations, d.WouldAllowIf}
	text, err := json.Marshal(own)
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, ok := s.kept[string(text)]
	if !ok {
		if kept = own; s.kept == nil {
			s.kept = map[string]lists{}
		}
		if len(s.kept) < mostShared {
			s.kept[string(text)] = own
		}
	}
	d.Failed, d.Citations, d.Obligations, d.WouldAllowIf = kept.Failed, kept.Citations, kept.Obligations, kept.WouldAllowIf
}
