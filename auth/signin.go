package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"strings"
	"time"

	"assent"
	"assent/store"
)

// ErrSignIn is the one answer to whatever is wrong with address and password.
var ErrSignIn = assent.Problemf("WRONG_SIGN_IN", "Address and password do not match. Try again, or ask an administrator for a sign-in link.").OfKind(assent.Forbidden)

// Visitor is a browser that wants to sign in.
type Visitor struct {
	Device  string // browser and system, as they tell
	Network string // where it comes from, for counting wrong tries; kept nowhere
	Before  string // the secret of the session that it brings, which ends when another begins; empty: none
}

// SignIn begins a session by address and password. It is half open if a second factor is set up.
// Problems: [ErrSignIn], [ErrTooManyTries].
func (s *Staff) SignIn(ctx context.Context, org assent.ID, email, password string, from Visitor) (Entry, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	tries := s.attempt("password", org.String(), email)
	if err := s.try(ctx, org, tries, freeTries); err != nil {
		return Entry{}, err
	}
	if err := s.try(ctx, org, s.attempt("network", org.String(), from.Network), crowd); err != nil {
		return Entry{}, err
	}
	var row store.OperatorRow
	err := s.archive.Read(ctx, org, func(v *store.View) (err error) {
		row, _, err = v.OperatorByEmail(email)
		return err
	})
	if err != nil {
		return Entry{}, err
	}
	right, err := s.matches(ctx, row.Password, password)
	if err != nil {
		return Entry{}, err
	}
	if !right || !row.Disabled.IsZero() {
		return Entry{}, ErrSignIn
	}
	return s.admit(ctx, org, row.ID, from, tries)
}

// admit opens a session for who has shown a first factor.
func (s *Staff) admit(ctx context.Context, org, operator assent.ID, from Visitor, tries [32]byte) (out Entry, err error) {
	err = s.archive.Update(ctx, org, func(tx *store.Tx) error {
		row, err := operatorIn(&tx.View, operator)
		if err != nil {
			return err
		}
		half, err := s.wantsFactor(tx, row)
		if err != nil {
			return err
		}
		for _, t := range [][32]byte{tries, s.attempt("network", org.String(), from.Network)} {
			if err := s.right(tx, t); err != nil {
				return err
			}
		}
		out, err = s.begin(tx, operator, half, from)
		return err
	})
	return out, err
}

// wantsFactor reports whether an operator has set up a second factor here.
func (s *Staff) wantsFactor(tx *store.Tx, row store.OperatorRow) (bool, error) {
	keys, err := tx.PasskeysOf(row.ID)
	return len(row.TOTP) > 0 || len(keys) > 0, err
}

// Second ends a half-open session by the code of the second factor, and begins a whole one.
func (s *Staff) Second(ctx context.Context, org assent.ID, secret, code string) (out Entry, err error) {
	session, err := s.Session(ctx, org, secret)
	if err != nil {
		return Entry{}, err
	}
	err = s.byCode(ctx, org, session.Operator.ID, code, func(tx *store.Tx) error {
		out, err = s.complete(tx, session, secret)
		return err
	})
	return out, err
}

// complete exchanges a half-open session for a whole one, under a new secret.
func (s *Staff) complete(tx *store.Tx, half Session, secret string) (Entry, error) {
	return s.begin(tx, half.Operator.ID, false, Visitor{Device: half.Device, Before: secret})
}

// byCode takes the code of the second factor, and then acts.
func (s *Staff) byCode(ctx context.Context, org, operator assent.ID, code string, act func(*store.Tx) error) error {
	tries := s.attempt("totp", org.String(), operator.String())
	if err := s.try(ctx, org, tries, freeTries); err != nil {
		return err
	}
	return s.archive.Update(ctx, org, func(tx *store.Tx) error {
		row, err := operatorIn(&tx.View, operator)
		if err != nil {
			return err
		}
		right, err := s.useTOTP(tx, row, strings.ReplaceAll(code, " ", ""))
		if err != nil {
			return err
		}
		if !right {
			return errWrongCode
		}
		if err := s.right(tx, tries); err != nil {
			return err
		}
		return act(tx)
	})
}

// Prove lets an operator show again who she is, by the code of her second factor or, if she has none, by her
// password. It is what [Capability.Fresh] asks for. Who has only passkeys proves it by one ([Staff.ProveByPasskey]):
// a password, which can be read over a shoulder, must not stand in for them.
func (s *Staff) Prove(ctx context.Context, org assent.ID, secret, answer string) error {
	session, err := s.Session(ctx, org, secret)
	if err != nil {
		return err
	}
	proved := func(tx *store.Tx) error { return s.proved(tx, secret) }
	if session.Operator.TOTP {
		return s.byCode(ctx, org, session.Operator.ID, answer, proved)
	}
	if session.Passkeys {
		return errByPasskey
	}
	return s.byPassword(ctx, org, session.Operator, answer, proved)
}

var errByPasskey = assent.Problemf("PASSKEY_NEEDED", "Show who you are with your passkey. If it is lost, an administrator can give you a sign-in link.").OfKind(assent.Unusable)

func (s *Staff) byPassword(ctx context.Context, org assent.ID, who Operator, password string, act func(*store.Tx) error) error {
	tries := s.attempt("password", org.String(), who.Email)
	if err := s.try(ctx, org, tries, freeTries); err != nil {
		return err
	}
	var row store.OperatorRow
	err := s.archive.Read(ctx, org, func(v *store.View) (err error) {
		row, err = operatorIn(v, who.ID)
		return err
	})
	if err != nil {
		return err
	}
	right, err := s.matches(ctx, row.Password, password)
	if err == nil && !right {
		err = assent.Problemf("WRONG_PASSWORD", "This is not your password.").In("answer").OfKind(assent.Unusable)
	}
	if err != nil {
		return err
	}
	return s.archive.Update(ctx, org, func(tx *store.Tx) error {
		if err := s.right(tx, tries); err != nil {
			return err
		}
		return act(tx)
	})
}

func (s *Staff) proved(tx *store.Tx, secret string) error {
	hash, _ := hashOf(secret)
	row, found, err := tx.Session(hash)
	if err != nil || !found {
		return orSignedOut(err)
	}
	row.Proved = s.Now()
	return tx.PutSession(row)
}

// TicketFor is how long a one-time link opens unless told otherwise.
const TicketFor = 15 * time.Minute

// ErrTicket is returned for a one-time link that was used, is over, or never was.
var ErrTicket = assent.Problemf("LINK_OVER", "This sign-in link was used already, or is over. Ask an administrator for a new one, or make one with `assent operator link`.").OfKind(assent.NotFound)

// Ticket makes a one-time link for an operator: the secret to put behind [Staff]'s door. Links made
// before end.
func (s *Staff) Ticket(ctx context.Context, org, operator assent.ID, life time.Duration) (string, error) {
	raw := make([]byte, 24)
	if _, err := io.ReadFull(s.Random, raw); err != nil {
		return "", err
	}
	err := s.archive.Update(ctx, org, func(tx *store.Tx) error {
		row, err := operatorIn(&tx.View, operator)
		if err != nil {
			return err
		}
		if err := tx.DropTicketsOf(row.ID); err != nil {
			return err
		}
		return tx.PutTicket(store.TicketRow{Hash: sha256.Sum256(raw), Operator: row.ID, Expires: s.Now().Add(life)})
	})
	return base64.RawURLEncoding.EncodeToString(raw), err
}

// Holder says for whom a one-time link is, without using it; [ErrTicket].
func (s *Staff) Holder(ctx context.Context, org assent.ID, secret string) (Operator, error) {
	var out Operator
	err := s.archive.Read(ctx, org, func(v *store.View) error {
		row, err := s.ticketIn(v, secret)
		out = operatorOf(row)
		return err
	})
	return out, err
}

// Enter uses a one-time link and begins a whole session: who holds the link was given it by an
// administrator, as a way back in when a second factor is lost too.
func (s *Staff) Enter(ctx context.Context, org assent.ID, secret string, from Visitor) (out Entry, err error) {
	err = s.archive.Update(ctx, org, func(tx *store.Tx) error {
		row, err := s.ticketIn(&tx.View, secret)
		if err != nil {
			return err
		}
		if err := tx.DropTicketsOf(row.ID); err != nil {
			return err
		}
		out, err = s.begin(tx, row.ID, false, from)
		return err
	})
	return out, err
}

func (s *Staff) ticketIn(v *store.View, secret string) (store.OperatorRow, error) {
	raw, err := base64.RawURLEncoding.DecodeString(secret)
	if err != nil || len(raw) != 24 {
		return store.OperatorRow{}, ErrTicket
	}
	ticket, found, err := v.Ticket(sha256.Sum256(raw))
	if err != nil {
		return store.OperatorRow{}, err
	}
	if !found || s.Now().After(ticket.Expires) {
		return store.OperatorRow{}, ErrTicket
	}
	row, err := operatorIn(v, ticket.Operator)
	if err == nil && !row.Disabled.IsZero() {
		err = ErrTicket
	}
	return row, err
}
