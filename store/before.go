package store

import (
	"errors"
	"maps"
	"slices"

	"assent"
)

// Stands names, for each record of the people who are named by any of theirs, the record that stands for it; one that is not
// known stands for itself.
func (v *View) Stands(people []assent.ID) (map[assent.ID]assent.ID, error) {
	out := make(map[assent.ID]assent.ID, len(people))
	for _, id := range people {
		out[id] = id
	}
	err := fetchEach(v, "people_by_id", nil, people, func(p Person) { out[p.ID] = p.root() })
	if err != nil {
		return nil, err
	}
	roots := slices.Collect(maps.Values(out))
	for _, root := range roots {
		out[root] = root
	}
	return out, fetchEach(v, "people_merged_into", nil, roots, func(p Person) { out[p.ID] = p.Into })
}

// EventsBefore returns what was recorded for some records before the event of that number, in no order.
func (v *View) EventsBefore(number int64, records []assent.ID) ([]Stored, error) {
	var out []Stored
	var failed error
	err := fetchEach(v, "events_before", []any{number}, records, func(s Stored) {
		failed = errors.Join(failed, s.decode())
		out = append(out, s)
	})
	return out, errors.Join(err, failed)
}

// root is the record that stands for this one.
func (p *Person) root() assent.ID {
	if p.Into.IsZero() {
		return p.ID
	}
	return p.Into
}
