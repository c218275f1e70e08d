package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"assent"
	"assent/store"
	"assent/vault"
)

// The minimum that may be kept of an erased person, for the establishment, exercise or defence of legal
// claims (GDPR art. 17(3)(e)): what opens the commitments to her addresses. That there were acts,
// when, of which kind and under which wording stands in the log, which names nobody. Without a
// custodian, or where the organisation keeps nothing, nothing is kept.

// encapsulate puts it into a capsule.
func (w *work) encapsulate(left *assent.Erasure) error {
	months := w.proofMonths()
	if months == 0 || !w.desk.vault.Keeps() {
		return nil
	}
	kept, err := w.addresses()
	if err != nil || len(kept) == 0 {
		return err
	}
	until := lastOfMonth(w.e.Received, months)
	key, err := w.retentionKey(until.Month())
	if err != nil {
		return err
	}
	defer key.Forget()
	sealed, err := w.desk.vault.SealCapsule(key, w.person, kept)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(sealed)
	left.KeepUntil, left.Capsule = until, hex.EncodeToString(digest[:])
	return w.tx.PutCapsule(store.Capsule{Person: w.person, Month: until.Month(), Data: sealed})
}

// retentionKey is the key of a month, drawn when the first capsule needs it.
func (w *work) retentionKey(month string) (*vault.PersonKey, error) {
	row, found, err := w.tx.RetentionKey(month)
	if err != nil {
		return nil, err
	}
	if found {
		return w.desk.vault.Unwrap(row.Wrapped)
	}
	wrapped, key, err := w.desk.vault.NewPersonKey()
	if err != nil {
		return nil, err
	}
	return key, w.tx.PutRetentionKey(store.RetentionKey{Month: month, Wrapped: wrapped})
}

// addresses opens what is sealed of her addresses, event by event.
func (w *work) addresses() ([]vault.Kept, error) {
	events, err := w.tx.EventsOf(w.person)
	if err != nil {
		return nil, err
	}
	var out []vault.Kept
	for _, e := range events {
		openings, err := w.openings(e.Event)
		if err != nil {
			return nil, err
		}
		openings = slices.DeleteFunc(openings, func(o assent.Opening) bool { return o.Name != "address" })
		if len(openings) > 0 {
			out = append(out, vault.Kept{Event: e.ID, Openings: openings})
		}
	}
	return out, nil
}

// openings opens the sealed values of an event, under the record that it was recorded for.
func (w *work) openings(e *assent.Event) ([]assent.Opening, error) {
	sealed, err := w.tx.Sealed(e.ID)
	if err != nil || sealed == nil {
		return nil, err
	}
	record, _, err := w.tx.Record(e.Person)
	if err != nil {
		return nil, err
	}
	key, err := w.desk.vault.Unwrap(record.Wrapped)
	if err != nil {
		return nil, err
	}
	defer key.Forget()
	return key.OpenOpenings(e.ID, sealed)
}
