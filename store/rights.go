package store

import (
	"database/sql"
	"slices"
	"time"

	"assent"
)

// RetentionKey is the key of all capsules whose time is over at the end of a month.
type RetentionKey struct {
	Month   string // 2031-11
	Wrapped []byte
}

func (k *RetentionKey) fields() []any { return []any{&k.Month, &k.Wrapped} }

// Capsule is what is kept of an erased person; see package vault.
type Capsule struct {
	Person assent.ID // the record that stood for her
	Month  string
	Data   []byte
}

func (c *Capsule) fields() []any { return []any{&c.Person, &c.Month, &c.Data} }

// Suppress leaves a no for an address whose person is erased, or renews the day of one that was left
// before; added says which.
func (tx *Tx) Suppress(s Suppression) (added bool, err error) {
	before, err := tx.Suppressed([]assent.Pseudonym{s.Pseudonym})
	if err != nil {
		return false, err
	}
	added = !slices.ContainsFunc(before, func(b Suppression) bool { return b.Scope == s.Scope })
	return added, tx.PutSuppression(s)
}

// EachSuppression calls do with every keyed hash that erasures have left.
func (v *View) EachSuppression(do func(Suppression) error) error {
	return v.each("all_suppressions", nil, func(rows *sql.Rows) error {
		var s Suppression
		if err := rows.Scan(targets(s.fields())...); err != nil {
			return err
		}
		return do(s)
	})
}

// RetentionKey finds the key of a month; not found once it was destroyed.
func (v *View) RetentionKey(month string) (RetentionKey, bool, error) {
	return one[RetentionKey](v, "retention_key", month)
}

// RetentionKeys returns all keys that are left, the next to be destroyed first.
func (v *View) RetentionKeys() ([]RetentionKey, error) {
	return list[RetentionKey](v, "retention_keys")
}

// PutRetentionKey adds the key of a month, or wraps it anew.
func (tx *Tx) PutRetentionKey(k RetentionKey) error {
	return tx.put("put_retention_key", k.fields()...)
}

// Capsule finds what is kept of an erased person.
func (v *View) Capsule(person assent.ID) (Capsule, bool, error) {
	return one[Capsule](v, "capsule", person)
}

// PutCapsule keeps it.
func (tx *Tx) PutCapsule(c Capsule) error { return tx.put("put_capsule", c.fields()...) }

// DestroyRetention deletes the key of a month with the capsules that it locks, and says how many they were.
func (tx *Tx) DestroyRetention(month string) (capsules int, err error) {
	n, err := tx.exec("destroy_capsules", month)
	if err != nil {
		return 0, err
	}
	return int(n), tx.put("destroy_retention_key", month)
}

// RequestRow is a request of a person about her data. Its words are those of package rights.
type RequestRow struct {
	ID        assent.ID
	Person    assent.ID // zero: nothing was recorded of who asked
	Kind      string
	Way       string
	Received  time.Time
	Due       assent.Day
	Extended  string
	Handler   string
	Closed    time.Time // zero while it is open
	Outcome   string
	Reference string
	Warned    assent.Day
}

func (r *RequestRow) fields() []any {
	return []any{&r.ID, &r.Person, &r.Kind, &r.Way, &r.Received, &r.Due, &r.Extended, &r.Handler, &r.Closed, &r.Outcome, &r.Reference, &r.Warned}
}

// Request finds a request.
func (v *View) Request(id assent.ID) (RequestRow, bool, error) {
	return one[RequestRow](v, "request", id)
}

// Requests returns up to limit requests, the newest first, from before the given one; the zero
// identifier begins at the end.
func (v *View) Requests(before assent.ID, limit int) ([]RequestRow, error) {
	if before.IsZero() {
		before = latest
	}
	return list[RequestRow](v, "requests_before", before, limit)
}

// RequestsDue returns up to limit open requests whose last day is not after the given one, the
// most pressing first.
func (v *View) RequestsDue(until assent.Day, limit int) ([]RequestRow, error) {
	return list[RequestRow](v, "requests_due", until, limit)
}

// RequestsOf returns the requests under one record of a person, the oldest first.
func (v *View) RequestsOf(record assent.ID) ([]RequestRow, error) {
	return list[RequestRow](v, "requests_of_person", record)
}

// PutRequest adds a request, or says how it stands now.
func (tx *Tx) PutRequest(r RequestRow) error { return tx.put("put_request", r.fields()...) }
