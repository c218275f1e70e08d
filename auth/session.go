package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"time"

	"assent"
	"assent/store"
)

// How long a browser stays signed in.
const (
	IdleFor  = 30 * time.Minute // without a request
	LifeFor  = 12 * time.Hour   // whatever happens
	FreshFor = 5 * time.Minute  // after showing who one is, for what needs it
	halfFor  = 5 * time.Minute  // between password and second factor
	touch    = time.Minute      // how exactly the last use is known
)

// Session is a browser in which an operator is signed in.
type Session struct {
	ID       assent.ID
	Operator Operator
	Half     bool   // the password was right, the second factor is still asked for
	Device   string // browser and system, as they told
	Created  time.Time
	Used     time.Time // to the minute
	Proved   time.Time // when the operator last showed who she is
	Passkeys bool      // the operator has at least one
}

// Fresh reports whether the operator showed who she is within [FreshFor].
func (s Session) Fresh(now time.Time) bool { return now.Sub(s.Proved) < FreshFor }

// Entry is a session that has begun, and the secret by which the browser is recognised: a cookie.
// It is drawn at each sign-in, so that nobody can choose another's (session fixation).
type Entry struct {
	Session
	Secret string
}

// ErrSignedOut is returned where nobody is signed in (any more).
var ErrSignedOut = assent.Problemf("SIGNED_OUT", "You are not signed in, or it was too long ago. Sign in again.").OfKind(assent.Forbidden)

// Session recognises a browser; [ErrSignedOut] if its session is over, ended or was never one of
// this organisation.
func (s *Staff) Session(ctx context.Context, org assent.ID, secret string) (Session, error) {
	hash, ok := hashOf(secret)
	if !ok {
		return Session{}, ErrSignedOut
	}
	var row store.SessionRow
	var out Session
	err := s.archive.Read(ctx, org, func(v *store.View) error {
		var found bool
		var err error
		if row, found, err = v.Session(hash); err != nil || !found || s.over(row) {
			return orSignedOut(err)
		}
		out, err = sessionIn(v, row)
		return err
	})
	if err != nil || s.Now().Sub(row.Used) < touch {
		return out, err
	}
	row.Used = s.Now()
	return out, s.archive.Update(ctx, org, func(tx *store.Tx) error {
		if _, found, err := tx.Session(hash); err != nil || !found { // ended meanwhile
			return orSignedOut(err)
		}
		return tx.PutSession(row)
	})
}

func orSignedOut(err error) error {
	if err == nil {
		err = ErrSignedOut
	}
	return err
}

func (s *Staff) over(row store.SessionRow) bool {
	now := s.Now()
	return now.Sub(row.Used) > IdleFor || now.Sub(row.Created) > LifeFor || row.Half == 1 && now.Sub(row.Created) > halfFor
}

// sessionIn reads whose session it is; who may not sign in any more has none.
func sessionIn(v *store.View, row store.SessionRow) (Session, error) {
	who, found, err := v.Operator(row.Operator)
	if err != nil || !found || !who.Disabled.IsZero() {
		return Session{}, orSignedOut(err)
	}
	keys, err := v.PasskeysOf(row.Operator)
	return Session{
		ID: row.ID, Operator: operatorOf(who), Half: row.Half == 1, Device: row.Device,
		Created: row.Created, Used: row.Used, Proved: row.Proved, Passkeys: len(keys) > 0,
	}, err
}

// begin opens a session, and ends the one that the browser had.
func (s *Staff) begin(tx *store.Tx, operator assent.ID, half bool, from Visitor) (Entry, error) {
	if hash, ok := hashOf(from.Before); ok {
		if err := tx.DropSession(hash); err != nil {
			return Entry{}, err
		}
	}
	secret := make([]byte, 32)
	if _, err := io.ReadFull(s.Random, secret); err != nil {
		return Entry{}, err
	}
	id, err := assent.NewID(s.Now(), s.Random)
	if err != nil {
		return Entry{}, err
	}
	row := store.SessionRow{
		Hash: sha256.Sum256(secret), ID: id, Operator: operator, Device: from.Device, Created: s.Now(), Used: s.Now(), Proved: s.Now(),
	}
	if half {
		row.Half = 1
	}
	if err := errors.Join(tx.DropSessionsBefore(s.Now().Add(-LifeFor)), tx.DropAttemptsBefore(s.Now().Add(-LifeFor)), tx.PutSession(row)); err != nil {
		return Entry{}, err
	}
	session, err := sessionIn(&tx.View, row)
	return Entry{session, base64.RawURLEncoding.EncodeToString(secret)}, err
}

func hashOf(secret string) ([32]byte, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(secret)
	return sha256.Sum256(raw), err == nil && len(raw) == 32
}

// SignOut ends the session of a browser.
func (s *Staff) SignOut(ctx context.Context, org assent.ID, secret string) error {
	hash, ok := hashOf(secret)
	if !ok {
		return nil
	}
	return s.archive.Update(ctx, org, func(tx *store.Tx) error { return tx.DropSession(hash) })
}

// Sessions lists where an operator is signed in.
func (s *Staff) Sessions(ctx context.Context, org, operator assent.ID) ([]Session, error) {
	var out []Session
	err := s.archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.SessionsOf(operator)
		out = nil
		for _, row := range rows {
			if s.over(row) {
				continue
			}
			one, err := sessionIn(v, row)
			if err != nil && !errors.Is(err, ErrSignedOut) {
				return err
			}
			out = append(out, one)
		}
		return err
	})
	return out, err
}

// EndSession ends one session of an operator; ending what is over changes nothing.
func (s *Staff) EndSession(ctx context.Context, org, operator, id assent.ID) error {
	return s.archive.Update(ctx, org, func(tx *store.Tx) error {
		rows, err := tx.SessionsOf(operator)
		for _, row := range rows {
			if err == nil && row.ID == id {
				err = tx.DropSession(row.Hash)
			}
		}
		return err
	})
}

// EndSessions ends all sessions of an operator but one.
func (s *Staff) EndSessions(ctx context.Context, org, operator, keep assent.ID) error {
	return s.archive.Update(ctx, org, func(tx *store.Tx) error { return signOut(tx, operator, keep) })
}

// signOut ends all sessions of an operator but one, if it is named.
func signOut(tx *store.Tx, operator, keep assent.ID) error {
	rows, err := tx.SessionsOf(operator)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.ID == keep {
			continue
		}
		if err := tx.DropSession(row.Hash); err != nil {
			return err
		}
	}
	return nil
}
