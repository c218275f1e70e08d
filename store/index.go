package store

import (
	"database/sql"

	"assent"
)

// Step is what an index needs to know of an event.
type Step struct {
	Number int64
	Type   assent.EventType
	Person assent.ID // zero for an event about no person
}

func (s *Step) fields() []any { return []any{&s.Number, &s.Type, &s.Person} }

// Where is a contact point without what is sealed.
type Where struct {
	ID        assent.ID
	Person    assent.ID // the record it stands under
	Kind      assent.PointKind
	Pseudonym assent.Pseudonym
}

func (w *Where) fields() []any {
	return []any{&w.ID, &w.Person, &w.Kind, &w.Pseudonym.KeyID, &w.Pseudonym.Hash}
}

// Steps returns up to limit events in order, from number from on, without reading what they say.
func (v *View) Steps(from int64, limit int) ([]Step, error) {
	return list[Step](v, "steps_from", from, limit)
}

// PointsTouched returns the contact points under the records that the events of a stretch are about.
func (v *View) PointsTouched(from, to int64) ([]Where, error) {
	return list[Where](v, "points_touched", from, to)
}

// EachPoint calls do for every contact point, in no order.
func (v *View) EachPoint(do func(*Where) error) error {
	var row Where
	into := targets(row.fields())
	return v.each("all_points", nil, func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		return do(&row)
	})
}

// EachMerge calls do for every record that stands for another no more, and the one that stands for it.
func (v *View) EachMerge(do func(record, into assent.ID) error) error {
	return v.each("all_merges", nil, func(rows *sql.Rows) error {
		var record, into assent.ID
		if err := rows.Scan(targets([]any{&record, &into})...); err != nil {
			return err
		}
		return do(record, into)
	})
}

// EachSuppressed calls do for every address that an erasure has left a no for.
func (v *View) EachSuppressed(do func(assent.Pseudonym) error) error {
	return v.each("all_suppressed", nil, func(rows *sql.Rows) error {
		var p assent.Pseudonym
		if err := rows.Scan(targets([]any{&p.KeyID, &p.Hash})...); err != nil {
			return err
		}
		return do(p)
	})
}

// SealedPoint is a contact point with what it takes to read its address: the ciphertext, and the wrapped key of
// the record that it is sealed under.
type SealedPoint struct {
	Where
	Address []byte
	Wrapped []byte
}

func (p *SealedPoint) fields() []any { return append(p.Where.fields(), &p.Address, &p.Wrapped) }

// SealedPoints returns up to limit contact points after one, in the order of their identifiers.
func (v *View) SealedPoints(after assent.ID, limit int) ([]SealedPoint, error) {
	return list[SealedPoint](v, "sealed_points_after", after[:], limit)
}
