package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"strings"
	"time"

	"assent"
	"assent/store"
)

// Guessing is made slow: after five wrong tries at one account, or fifty from one network, the next must wait a
// minute, then two, four, at most fifteen. A one-time link from an administrator opens meanwhile, so that
// nobody can lock a colleague out by typing nonsense.

const (
	freeTries = 5
	crowd     = 50 // a network may be a whole company
	firstWait = time.Minute
	mostWait  = 15 * time.Minute
)

// ErrTooManyTries says nothing about whether the account exists: unknown ones wait alike.
var ErrTooManyTries = assent.Problemf("TOO_MANY_TRIES", "Too many wrong tries. Wait a quarter of an hour, or ask an administrator for a sign-in link.").OfKind(assent.TooMany)

// attempt names what is tried at, in a way that cannot be read back.
func (s *Staff) attempt(what ...string) [32]byte {
	mac := hmac.New(sha256.New, s.Secret[:])
	mac.Write([]byte(strings.Join(what, "\x00")))
	return [32]byte(mac.Sum(nil))
}

// try counts a try before it is judged, so that a thousand at once are no more than a thousand in a row;
// [Staff.right] takes the count back. ErrTooManyTries while the wait runs.
func (s *Staff) try(ctx context.Context, org assent.ID, hash [32]byte, free int) error {
	return s.archive.Update(ctx, org, func(tx *store.Tx) error {
		a, err := tx.Attempt(hash)
		if err != nil {
			return err
		}
		if s.Now().Before(a.Until) {
			return ErrTooManyTries
		}
		a.Tries++
		a.Until = s.Now()
		if over := a.Tries - free; over >= 0 {
			a.Until = a.Until.Add(min(mostWait, firstWait<<min(over, 10)))
		}
		return tx.PutAttempt(a)
	})
}

// right begins the count anew.
func (s *Staff) right(tx *store.Tx, hash [32]byte) error { return tx.DropAttempt(hash) }

// ErrTooSoon is returned for what may be done only now and then.
var ErrTooSoon = assent.Problemf("TOO_SOON", "This was done a moment ago. Wait a minute before you do it again.").OfKind(assent.TooMany)

// Once lets something be done at most once in a while by all operators of an organisation together: a second try
// within it is [ErrTooSoon].
func (s *Staff) Once(ctx context.Context, org assent.ID, what string, within time.Duration) error {
	hash := s.attempt("once", org.String(), what)
	return s.archive.Update(ctx, org, func(tx *store.Tx) error {
		a, err := tx.Attempt(hash)
		if err != nil {
			return err
		}
		if s.Now().Before(a.Until) {
			return ErrTooSoon
		}
		a.Until = s.Now().Add(within)
		return tx.PutAttempt(a)
	})
}
