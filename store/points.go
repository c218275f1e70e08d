package store

import "assent"

// Point finds a contact point by its identifier.
func (v *View) Point(id assent.ID) (PointRow, bool, error) {
	return seek(v, pointsOf, id, func() (PointRow, bool, error) { return one[PointRow](v, "point_by_id", id) })
}

// PointByPseudonym finds the contact point of an address by its keyed hash under any of the
// keys: the first that is found counts.
func (v *View) PointByPseudonym(kind assent.PointKind, hashes []assent.Pseudonym) (PointRow, bool, error) {
	for _, p := range hashes {
		row, found, err := seek(v, hashesOf, hashed{kind, p}, func() (PointRow, bool, error) {
			return one[PointRow](v, "point_by_pseudonym", kind, p.KeyID, p.Hash)
		})
		if err != nil || found {
			return row, found, err
		}
	}
	return PointRow{}, false, nil
}

// PointsOf returns the contact points of a person, under whichever of her records, oldest first.
func (v *View) PointsOf(person assent.ID) ([]PointRow, error) {
	root, err := v.root(person)
	if err != nil {
		return nil, err
	}
	rows, _, err := seek(v, ownedOf, root, func() ([]PointRow, bool, error) {
		rows, err := list[PointRow](v, "points_of_person", root)
		return rows, true, err
	})
	return rows, err
}

// PutPoint adds a contact point or replaces it.
func (tx *Tx) PutPoint(p PointRow) error { return tx.put("put_point", p.fields()...) }

// NewPoint is PutPoint for an identifier that was drawn a moment ago.
func (tx *Tx) NewPoint(p PointRow) error {
	if tx.slate == nil {
		return tx.PutPoint(p)
	}
	hers, err := tx.PointsOf(p.Person)
	if err != nil {
		return err
	}
	root, err := tx.root(p.Person)
	if err != nil {
		return err
	}
	tx.slate.newPoint(p, root, hers)
	return nil
}

// ErasePoint removes a contact point; its keyed hash finds nobody any more.
func (tx *Tx) ErasePoint(id assent.ID) error { return tx.put("erase_point", id) }

// Suppressed returns what erasures have left for an address, by its keyed hash under any key.
func (v *View) Suppressed(hashes []assent.Pseudonym) ([]Suppression, error) {
	var out []Suppression
	for _, p := range hashes {
		found, _, err := seek(v, leftOf, p, func() ([]Suppression, bool, error) {
			found, err := list[Suppression](v, "suppressions", p.KeyID, p.Hash)
			return found, true, err
		})
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

// PutSuppression leaves a no for an address whose person is erased.
func (tx *Tx) PutSuppression(s Suppression) error {
	return tx.put("put_suppression", s.fields()...)
}
