package assent

import "time"

// RequestLife is how long a sign-up waits for its confirmation; then it is as if it had not been.
const RequestLife = 7 * 24 * time.Hour

// Standing is how one choice stands: its status and the acts that make it so. Yes is the
// act that grants it or waits; No is the latest no that covers it.
type Standing struct {
	Status Status
	Yes    *StandingYes
	No     *StandingNo
}

// Standing weighs every yes at the contact point against every no of the person, as of the
// instant at: acts after it are not seen. The cell names brand, purpose, channel and party in full.
// Whether a granted consent is still good in law (age, proof) is not decided here.
func (s *State) Standing(point ID, cell Scope, at time.Time) Standing {
	noes := s.noesCovering(cell, at)
	out := Standing{Status: Unknown, No: latestNo(noes)}
	if out.No != nil {
		out.Status = out.No.Kind.status()
	}
	p, known := s.Points[point]
	if !known {
		return out
	}
	best := Falls
	for _, y := range p.Yeses {
		if !y.in(cell) || y.Mark.At.After(at) || y.Strength == Passive {
			continue
		}
		w := WeighAll(y.Mark, noes)
		if w > best || w == best && w != Falls && y.Mark.After(out.Yes.Mark) {
			best, out.Yes = w, &y
		}
	}
	switch {
	case best == Stands:
		out.Status = Granted
	case best == Awaits || p.awaited(cell, noes, at):
		out.Status = Pending
	}
	return out
}

// WeighAll is the weight of a yes against all noes: the least of [Weigh].
func WeighAll(yes Mark, noes []StandingNo) Weight {
	least := Stands
	for _, n := range noes {
		least = min(least, Weigh(yes, n.Mark))
	}
	return least
}

// awaited reports whether a confirmation has been asked for after every no.
func (p *PointState) awaited(cell Scope, noes []StandingNo, at time.Time) bool {
	for _, r := range p.Requests {
		if r.Purpose == cell.Purpose && string(r.Channel) == cell.Channel && string(r.Party) == cell.Party &&
			!r.Mark.At.After(at) && at.Sub(r.Mark.At) <= RequestLife && WeighAll(r.Mark, noes) != Falls {
			return true
		}
	}
	return false
}

func (y *StandingYes) in(cell Scope) bool {
	return y.Purpose == cell.Purpose && string(y.Channel) == cell.Channel && string(y.Party) == cell.Party
}

func (s *State) noesCovering(cell Scope, at time.Time) []StandingNo {
	var out []StandingNo
	for _, n := range before(s.Noes, at) {
		if n.Scope.Covers(cell) {
			out = append(out, n)
		}
	}
	return out
}

func latestNo(noes []StandingNo) *StandingNo {
	var last *StandingNo
	for i := range noes {
		if last == nil || noes[i].Mark.After(last.Mark) {
			last = &noes[i]
		}
	}
	return last
}

// status names the state that a no of this kind leaves.
func (k NoKind) status() Status {
	if k == NoRefused {
		return Refused
	}
	return Withdrawn
}
