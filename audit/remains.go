package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	"assent"
	"assent/store"
)

// What erasures leave must still be there: for each the keyed hashes that keep her from being written
// to again, which lead back to nobody and so are counted, and the capsule, until the log says
// that its month is over.

// remains collects what the log says of it.
type remains struct {
	suppressions int             // that erasures have added
	ended        map[string]bool // months whose key was destroyed
}

func (r *remains) take(e *assent.Event) {
	if e.Erasure != nil {
		r.suppressions += e.Erasure.Suppressions
	}
	if e.Retention != nil {
		r.ended[e.Retention.Month] = true
	}
}

// suppressions counts the genuine rows of the list on the snapshot on which the log ends.
func (c *check) suppressions(v *store.View) error {
	genuine := 0
	err := v.EachSuppression(func(s store.Suppression) error {
		if c.Vault != nil {
			stamp := c.Vault.StampSuppression(c.Org, s.Pseudonym, s.Scope, s.Day)
			if stamp == ([32]byte{}) || !bytes.Equal(stamp[:], s.Stamp) {
				c.report.find(BadSuppression, "A row of the suppression list is not one that an erasure has left.")
				return nil
			}
		}
		genuine++
		return nil
	})
	if err == nil && genuine < c.left.suppressions {
		c.report.find(BadSuppression, "Of %d addresses that erasures have put on the suppression list, %d are missing: they could be written to again.", c.left.suppressions, c.left.suppressions-genuine)
	}
	if err == nil && genuine > c.left.suppressions {
		c.report.find(BadSuppression, "The suppression list has %d rows, and erasures have added %d.", genuine, c.left.suppressions)
	}
	return err
}

// capsule checks what is kept of a person who was erased.
func (c *check) capsule(v *store.View, person assent.ID, events []store.Stored) error {
	var want *assent.Erasure
	for _, e := range events {
		if e.Event.Erasure != nil {
			want = e.Event.Erasure
		}
	}
	have, found, err := v.Capsule(person)
	switch {
	case err != nil:
		return err
	case want == nil || want.Capsule == "":
		return nil
	}
	ended, err := c.ended(v, want.KeepUntil.Month())
	switch {
	case err != nil:
		return err
	case ended && found:
		c.report.find(BadCapsule, "The capsule of person %s is still there, though its time is over.", person)
	case ended:
	case !found:
		c.report.find(BadCapsule, "The capsule of person %s is gone before its time: the proofs about her cannot be opened any more.", person)
	default:
		return c.sameCapsule(v, have, want)
	}
	return nil
}

// sameCapsule checks that it is the one that was sealed, and that its key is there.
func (c *check) sameCapsule(v *store.View, have store.Capsule, want *assent.Erasure) error {
	digest := sha256.Sum256(have.Data)
	if hex.EncodeToString(digest[:]) != want.Capsule || have.Month != want.KeepUntil.Month() {
		c.report.find(BadCapsule, "The capsule of person %s is not the one that was sealed.", have.Person)
		return nil
	}
	if c.Vault == nil {
		return nil
	}
	row, _, err := v.RetentionKey(have.Month)
	if err != nil {
		return err
	}
	key, err := c.Vault.Unwrap(row.Wrapped)
	if err != nil || !key.CheckCapsule(have.Person, have.Data) {
		c.report.find(BadCapsule, "The key of the capsules of %s is not the one that they were sealed with.", have.Month)
	}
	if err == nil {
		key.Forget()
	}
	return nil
}

// ended reports whether the log says that a month is over, also since it was read.
func (c *check) ended(v *store.View, month string) (bool, error) {
	for from := c.tree.Size(); !c.left.ended[month]; from += chunk {
		since, err := v.Events(from, chunk)
		if err != nil {
			return false, err
		}
		for _, e := range since {
			if r := e.Event.Retention; r != nil && r.Month == month {
				return true, nil
			}
		}
		if len(since) < chunk {
			return false, nil
		}
	}
	return true, nil
}

// keys checks that no key is left of a month that is over.
func (c *check) keys(v *store.View) error {
	keys, err := v.RetentionKeys()
	for _, k := range keys {
		if c.left.ended[k.Month] {
			c.report.find(BadCapsule, "The key of the capsules of %s is still there, though the log says that it was destroyed.", k.Month)
		}
	}
	return err
}
