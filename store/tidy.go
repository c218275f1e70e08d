package store

import (
	"time"
)

// DropAnswers throws away answers to idempotency keys that were given before a time, among the next rows after the
// given key. It returns the key to go on after; empty once the table is at its end.
func (tx *Tx) DropAnswers(after string, rows int, before time.Time) (next string, dropped int64, err error) {
	found, err := tx.scan("last_of_answers", []any{&next}, after, rows-1)
	if err != nil {
		return "", 0, err
	}
	if !found {
		dropped, err = tx.exec("drop_answers_after", after, before)
		return "", dropped, err
	}
	dropped, err = tx.exec("drop_answers", after, next, before)
	return next, dropped, err
}

// DropMails is [Tx.DropAnswers] for counts of mails, which go by the hash of the address; nil at the beginning and the end.
func (tx *Tx) DropMails(after []byte, rows int, before time.Time) (next []byte, dropped int64, err error) {
	if after == nil {
		after = []byte{0}
	}
	found, err := tx.scan("last_of_mails", []any{&next}, after, rows-1)
	if err != nil {
		return nil, 0, err
	}
	if !found {
		dropped, err = tx.exec("drop_mails_after", after, before)
		return nil, dropped, err
	}
	dropped, err = tx.exec("drop_mails", after, next, before)
	return next, dropped, err
}

// DropDeliveries throws away up to so many deliveries that were done before a time.
func (tx *Tx) DropDeliveries(rows int, before time.Time) (dropped int64, err error) {
	return tx.exec("drop_deliveries", before, rows)
}
