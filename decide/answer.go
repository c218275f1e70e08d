package decide

import (
	"encoding/json"
	"sync"
	"time"

	"assent"
)

// Answer is a decision as it is kept. The moment and the position that it is good at are those of the asking, and stand
// beside it.
type Answer struct {
	*Common
	Evidence   []assent.ID
	ValidUntil *time.Time
	ExpiresOn  assent.Day
}

// Common is what the decisions about many people have in common; there are few of them. It is never changed.
type Common struct {
	Decision     assent.Verdict
	Basis        assent.Basis
	Reason       assent.Reason
	Failed       []assent.FailedBasis
	Citations    []assent.Citation
	Obligations  []assent.Obligation
	WouldAllowIf [][]string
	Jurisdiction string
	Uncertain    bool

	unexplained *Common // nil: it is so itself
	once        sync.Once
	form        any
}

// Form returns what the first call has made of it, such as its JSON: it need not be made again.
func (c *Common) Form(make func(*Common) any) any {
	c.once.Do(func() { c.form = make(c) })
	return c.form
}

// answerOf takes a decision that is explained by codes apart.
func answerOf(d *assent.Decision) Answer {
	return Answer{commonOf(d), d.Evidence, d.ValidUntil, d.ExpiresOn}
}

func commonOf(d *assent.Decision) *Common {
	c := &Common{
		Decision: d.Decision, Basis: d.Basis, Reason: d.Reason, Failed: d.Failed, Citations: d.Citations, Obligations: d.Obligations,
		WouldAllowIf: d.WouldAllowIf, Jurisdiction: d.Jurisdiction, Uncertain: d.Uncertain,
	}
	if len(d.Failed)+len(d.WouldAllowIf) > 0 {
		short := explained(*d, assent.ExplainNone)
		c.unexplained = commonOf(&short)
	}
	return c
}

// Of is the decision as of a moment and a position.
func (a *Answer) Of(at time.Time, position int64) assent.Decision {
	return assent.Decision{
		Decision: a.Decision, Basis: a.Basis, Reason: a.Reason, Failed: a.Failed, Citations: a.Citations, Obligations: a.Obligations,
		Evidence: a.Evidence, AsOf: at, ValidUntil: a.ValidUntil, ExpiresOn: a.ExpiresOn, Position: position,
		WouldAllowIf: a.WouldAllowIf, Jurisdiction: a.Jurisdiction, Uncertain: a.Uncertain,
	}
}

// in is the answer with as much explained as is asked for.
func (a Answer) in(explain assent.Explain) Answer {
	if explain == assent.ExplainNone && a.unexplained != nil {
		a.Common = a.unexplained
	}
	return a
}

// explained leaves out of a decision that is explained by codes what was not asked for.
func explained(d assent.Decision, explain assent.Explain) assent.Decision {
	if explain == assent.ExplainNone {
		d.Failed, d.WouldAllowIf = []assent.FailedBasis{}, [][]string{}
	}
	return d
}

// sharing keeps what many decisions have in common once.
type sharing struct {
	mu   sync.Mutex
	kept map[string]*Common
}

// mostShared bounds what is shared; beyond it a decision keeps its own.
const mostShared = 1 << 14

func (s *sharing) share(own *Common) *Common {
	text, err := json.Marshal(own)
	if err != nil {
		return own
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept, ok := s.kept[string(text)]; ok {
		return kept
	}
	if s.kept == nil {
		s.kept = map[string]*Common{}
	}
	if len(s.kept) < mostShared {
		s.kept[string(text)] = own
	}
	return own
}
