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

// LockBudgets makes everybody else wait who means to spend from a budget or to take deliveries, until the transaction ends. Whoever
// does calls it before looking at what is left.
func (tx *Tx) LockBudgets() error { return tx.put("lock_budgets") }

// MailsTo is [View.MailsSince] of many addresses; those to whom there were none are left out.
func (v *View) MailsTo(addresses []assent.Pseudonym, since time.Time) (map[assent.Pseudonym][]Mails, error) {
	hashes := make([][16]byte, len(addresses))
	for i, to := range addresses {
		hashes[i] = to.Hash
	}
	out := map[assent.Pseudonym][]Mails{}
	err := fetchEach(v, "mails_to", []any{since}, hashes, func(t Tallied) { out[t.To] = append(out[t.To], t.Mails) })
	return out, err
}

// AddMail counts one mail against the budget of an address.
func (tx *Tx) AddMail(to assent.Pseudonym, at time.Time) error {
	return tx.AddMails([]Tallied{{to, Mails{at, 1}}})
}

// AddMails counts mails against budgets. No address may be named twice with one moment.
func (tx *Tx) AddMails(list []Tallied) error {
	rows := make([][]any, len(list))
	for i := range list {
		rows[i] = values(list[i].fields())
	}
	return tx.putAll("add_mails", rows)
}

// Tallied is how many mails went out to an address, or to all that it is tallied with, at one moment.
type Tallied struct {
	To assent.Pseudonym
	Mails
}

func (t *Tallied) fields() []any { return append([]any{&t.To.KeyID, &t.To.Hash}, t.Mails.fields()...) }

// Mails is how many went out at one moment.
type Mails struct {
	At    time.Time
	Count int
}

func (m *Mails) fields() []any { return []any{&m.At, &m.Count} }
