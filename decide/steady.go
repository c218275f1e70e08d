package decide

import (
	"slices"
	"time"

	"assent"
)

// steadyUntil is an instant before which no part of the decision changes, if nothing happens: not only allow and
// deny (see validUntil), but its reasons, obligations and days too. Zero if none ever does.
func (e *enquiry) steadyUntil(r *ruling) time.Time {
	next := e.nextChange(r.Turn, e.now)
	for _, q := range e.here.Requests { // a sign-up that nobody confirms lapses, after the last instant of its life
		next = sooner(next, q.Mark.At.Add(assent.RequestLife+time.Millisecond), e.now)
	}
	if _, clocks := e.now.In(e.zone).ZoneBounds(); !clocks.IsZero() { // her clock is put forward or back
		next = sooner(next, clocks, e.now)
	}
	return next
}

// sooner is the sooner of next and c, if c comes after t. Zero is never.
func sooner(next, c, t time.Time) time.Time {
	if c.After(t) && (next.IsZero() || c.Before(next)) {
		return c
	}
	return next
}

// ahead reports whether something is recorded of her that has not happened by now: the clock of another
// node runs ahead of ours. What is decided then is not kept.
func (s *subject) ahead(now time.Time) bool {
	late := func(m assent.Mark) bool { return m.At.After(now) }
	for _, p := range s.state.Points {
		if someMark(p.Yeses, func(y *assent.StandingYes) bool { return late(y.Mark) }) ||
			someMark(p.Requests, func(r *assent.Request) bool { return late(r.Mark) }) ||
			someMark(p.Sent, func(s *assent.LatestSent) bool { return late(s.Mark) }) ||
			someMark(p.Facts, func(v *assent.LatestValue) bool { return late(v.Mark) }) ||
			someMark(p.Suppressions, func(s *assent.StandingSuppression) bool { return late(s.Mark) }) ||
			slices.ContainsFunc(p.Calls, late) {
			return true
		}
	}
	return someMark(s.state.Noes, func(n *assent.StandingNo) bool { return late(n.Mark) }) ||
		someMark(s.state.Pauses, func(p *assent.StandingPause) bool { return late(p.Mark) }) ||
		someMark(s.state.Frequencies, func(f *assent.StandingFrequency) bool { return late(f.Mark) }) ||
		someMark(s.state.Contacts, func(c *assent.LatestContact) bool { return late(c.Mark) })
}

// someMark is slices.ContainsFunc without copying each entry.
func someMark[T any](list []T, late func(*T) bool) bool {
	for i := range list {
		if late(&list[i]) {
			return true
		}
	}
	return false
}
