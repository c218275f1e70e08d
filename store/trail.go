package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"assent"
)

// TrailRow is one thing that an operator looked at or changed.
type TrailRow struct {
	ID       assent.ID
	At       time.Time
	Operator assent.ID // zero: nobody who is known
	Act      string
	Person   assent.ID // zero: it was about nobody
	Detail   string    // never personal
	Sealed   int64     // number of the event that seals it; -1: not yet
}

func (t *TrailRow) fields() []any {
	return []any{&t.ID, &t.At, &t.Operator, &t.Act, &t.Person, &t.Detail, &t.Sealed}
}

var errSealedTwice = errors.New("an entry of the trail is sealed already")

// latest is greater than every identifier: a page of the trail that begins at the end.
var latest = func() (id assent.ID) {
	for i := range id {
		id[i] = 0xff
	}
	return id
}()

// Trail returns up to limit entries before the given one, the latest first; the zero
// identifier begins at the end. A non-zero operator or person chooses the entries about one
// of them (the operator, if both are given).
func (v *View) Trail(operator, person, before assent.ID, limit int) ([]TrailRow, error) {
	if before.IsZero() {
		before = latest
	}
	switch {
	case !operator.IsZero():
		return list[TrailRow](v, "trail_of_operator_before", operator, before, limit)
	case !person.IsZero():
		return list[TrailRow](v, "trail_of_person_before", person, before, limit)
	}
	return list[TrailRow](v, "trail_before", before, limit)
}

// TrailSealedBy returns the entries that an event seals, in the order of their identifiers.
func (v *View) TrailSealedBy(number int64) ([]TrailRow, error) {
	return list[TrailRow](v, "trail_sealed_by", number)
}

// TrailUnsealed returns up to limit entries that no event seals yet.
func (v *View) TrailUnsealed(limit int) ([]TrailRow, error) {
	return list[TrailRow](v, "trail_unsealed", limit)
}

// PutTrail adds an entry; nothing changes one afterwards.
func (tx *Tx) PutTrail(t TrailRow) error {
	t.Sealed = -1
	return tx.put("put_trail", t.fields()...)
}

// SealTrail says which event seals an entry.
func (tx *Tx) SealTrail(id assent.ID, number int64) error {
	n, err := tx.exec("seal_trail", id, number)
	if err == nil && n != 1 {
		err = errSealedTwice
	}
	return err
}

// TrailDigest is the SHA-256, in hexadecimal, of entries in their order: each field with its length
// before it, so that no two lists give the same bytes.
func TrailDigest(rows []TrailRow) string {
	h := sha256.New()
	for _, r := range rows {
		for _, field := range []string{
			r.ID.String(), strconv.FormatInt(r.At.UnixMilli(), 10), r.Operator.String(), r.Act, r.Person.String(), r.Detail,
		} {
			fmt.Fprintf(h, "%d:%s,", len(field), field)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
