package store

import (
	"time"

	"assent"
)

// A follower reads the log behind a cursor and hands events over, at least once each.

// Cursor returns the number of the first event that the follower has not seen: 0 at first.
func (v *View) Cursor(follower string) (int64, error) {
	var number int64
	_, err := v.scan("cursor", []any{&number}, follower)
	return number, err
}

// SetCursor says that the follower has seen all events before number.
func (tx *Tx) SetCursor(follower string, number int64) error {
	return tx.put("set_cursor", follower, number)
}

// PutDelivery adds a delivery or replaces it.
func (tx *Tx) PutDelivery(d Delivery) error { return tx.put("put_delivery", d.fields()...) }

// PutDeliveries adds or replaces many, each of them once.
func (tx *Tx) PutDeliveries(list []Delivery) error {
	rows := make([][]any, len(list))
	for i := range list {
		rows[i] = values(list[i].fields())
	}
	return tx.putAll("put_delivery", rows)
}

// ClaimDelivery takes a delivery for one try, until which no other may begin: it reports whether the delivery is still owed,
// and nobody else has changed it since it was read.
func (tx *Tx) ClaimDelivery(d Delivery, until time.Time) (bool, error) {
	n, err := tx.exec("claim_delivery", d.Follower, d.Event, d.Destination, d.Attempt, d.Next, until)
	return n > 0, err
}

// Delivery finds one delivery.
func (v *View) Delivery(follower string, event assent.ID, destination string) (Delivery, bool, error) {
	return one[Delivery](v, "delivery", follower, event, destination)
}

// DueDeliveries returns up to limit deliveries that are owed and whose next try is not after now, the longest due first.
func (v *View) DueDeliveries(now time.Time, limit int) ([]Delivery, error) {
	return list[Delivery](v, "due_deliveries", now, limit)
}

// MailsSince returns the mails that strangers caused to be sent to an address since the given time,
// oldest first: what counts against its budget.
func (v *View) MailsSince(to assent.Pseudonym, since time.Time) ([]Mails, error) {
	return list[Mails](v, "mails_since", to.KeyID, to.Hash, since)
}

// AddMail counts one mail against the budget of an address.
func (tx *Tx) AddMail(to assent.Pseudonym, at time.Time) error {
	return tx.put("add_mail", to.KeyID, to.Hash, at)
}

// Mails is how many went out at one moment.
type Mails struct {
	At    time.Time
	Count int
}

func (m *Mails) fields() []any { return []any{&m.At, &m.Count} }
