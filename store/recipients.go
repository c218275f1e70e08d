package store

import "assent"

// Recipient is a contact point with what it takes to write to it.
type Recipient struct {
	Point   PointRow
	Wrapped []byte // the key of the record that it belongs to; empty once that is shredded
	state   StateRow
}

func (r *Recipient) fields() []any {
	return append(append(r.Point.fields(), &r.Wrapped), r.state.fields()...)
}

// State returns what the log says of the person; nil if nothing. What an event has left need not be read again
// while nothing came after it.
func (r *Recipient) State(left *assent.State) (*assent.State, error) {
	switch {
	case r.state.Person.IsZero():
		return nil, nil
	case left != nil && left.Person == r.state.Person && left.Seen == r.state.seen:
		return left, nil
	}
	return r.state.State()
}

// Recipients finds contact points by their identifiers. Those that are gone are left out.
func (v *View) Recipients(points []assent.ID) (map[assent.ID]Recipient, error) {
	out := make(map[assent.ID]Recipient, len(points))
	err := fetchEach(v, "recipients", nil, points, func(r Recipient) { out[r.Point.ID] = r })
	return out, err
}
