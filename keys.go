package assent

import "strings"

// The keys by which a state keeps maxima. Two entries with one key are two words on the
// same thing, and the later one holds.

func keyOf(parts ...string) string { return strings.Join(parts, "\x00") }

func (y StandingYes) key() string {
	return keyOf(y.Purpose, string(y.Channel), string(y.Party), string(y.Strength),
		string(y.Mark.Source), y.Mark.Batch)
}

func (n StandingNo) key() string {
	granular := ""
	if n.Granular {
		granular = "granular"
	}
	alone := ""
	if n.Undoable {
		alone = n.Event.String()
	}
	return keyOf(n.Scope.Brand, n.Scope.Purpose, n.Scope.Channel, n.Scope.Party,
		string(n.Kind), granular, string(n.Mark.Source), n.Mark.Batch, alone)
}

func (r Request) key() string {
	return keyOf(r.Purpose, string(r.Channel), string(r.Party), string(r.Mark.Source), r.Mark.Batch)
}

func (t TopicChoice) key() string { return keyOf(t.Purpose, string(t.Channel), t.Topic) }

func (v LatestValue) key() string { return v.Name }

func (r StandingRelation) key() string { return keyOf(r.Brand, r.Kind) }

func (u Undoing) key() string {
	if u.Event.IsZero() {
		return keyOf("run", u.Mark.Batch)
	}
	return u.Event.String()
}

func (p StandingPause) key() string { return p.Scope.key() }

func (f StandingFrequency) key() string { return f.Scope.key() }

func (s Scope) key() string { return keyOf(s.Brand, s.Purpose, s.Channel, s.Party) }

func (r StandingRegister) key() string { return r.Register }

func (s StandingSuppression) key() string { return s.Kind }

func (c LatestContact) key() string { return string(c.Kind) }

func (s LatestSent) key() string { return keyOf(string(s.Channel), s.Purpose, string(s.Kind)) }

func (y StandingYes) mark() Mark         { return y.Mark }
func (n StandingNo) mark() Mark          { return n.Mark }
func (r Request) mark() Mark             { return r.Mark }
func (t TopicChoice) mark() Mark         { return t.Mark }
func (v LatestValue) mark() Mark         { return v.Mark }
func (r StandingRelation) mark() Mark    { return r.Mark }
func (p StandingPause) mark() Mark       { return p.Mark }
func (f StandingFrequency) mark() Mark   { return f.Mark }
func (u Undoing) mark() Mark             { return u.Mark }
func (r StandingRegister) mark() Mark    { return r.Mark }
func (s StandingSuppression) mark() Mark { return s.Mark }
func (c LatestContact) mark() Mark       { return c.Mark }
func (s LatestSent) mark() Mark          { return s.Mark }
