package store

import (
	"time"

	"assent"
)

// ScreeningRow is a list that is screened in the background.
type ScreeningRow struct {
	ID      assent.ID
	Node    string // where the files are
	State   string
	Plan    []byte // JSON
	Actor   string // JSON
	Bytes   int64  // of the list as it came
	Source  string // SHA-256 of it, hexadecimal
	Outcome []byte // JSON; nil before it is done
	Code    string // why it failed
	Detail  string
	Created time.Time
	Started time.Time // zero before it is
	Ended   time.Time // zero before it is
}

func (s *ScreeningRow) fields() []any {
	return []any{&s.ID, &s.Node, &s.State, &s.Plan, &s.Actor, &s.Bytes, &s.Source, &s.Outcome, &s.Code, &s.Detail, &s.Created, &s.Started, &s.Ended}
}

// Screening finds a screening.
func (v *View) Screening(id assent.ID) (ScreeningRow, bool, error) {
	return one[ScreeningRow](v, "screening", id)
}

// Screenings returns all screenings, the first made first.
func (v *View) Screenings() ([]ScreeningRow, error) { return list[ScreeningRow](v, "screenings") }

// PutScreening adds a screening, or says how far it has come.
func (tx *Tx) PutScreening(s ScreeningRow) error { return tx.put("put_screening", s.fields()...) }

// DropScreening forgets a screening.
func (tx *Tx) DropScreening(id assent.ID) error { return tx.put("drop_screening", id) }
