package store

import (
	"time"

	"assent"
)

// OperatorRow is somebody who works with the console.
type OperatorRow struct {
	ID       assent.ID
	Email    string // in lower case
	Name     string
	Role     string
	Password string // argon2id as a PHC string; empty: none chosen yet
	TOTP     []byte // sealed secret of the second factor; nil: none
	Step     int64  // the last time step whose code was used
	Subject  string // issuer and subject of a sign-in elsewhere; empty: none yet
	Created  time.Time
	Disabled time.Time // zero while the operator may sign in
}

func (o *OperatorRow) fields() []any {
	return []any{&o.ID, &o.Email, &o.Name, &o.Role, &o.Password, &o.TOTP, &o.Step, &o.Subject, &o.Created, &o.Disabled}
}

// SessionRow is a browser in which an operator is signed in.
type SessionRow struct {
	Hash     [32]byte // SHA-256 of what the cookie holds
	ID       assent.ID
	Operator assent.ID
	Half     int64 // 1: a second factor is still asked for
	Device   string
	Created  time.Time
	Used     time.Time
	Proved   time.Time
}

func (s *SessionRow) fields() []any {
	return []any{&s.Hash, &s.ID, &s.Operator, &s.Half, &s.Device, &s.Created, &s.Used, &s.Proved}
}

// TicketRow is a link that signs in once.
type TicketRow struct {
	Hash     [32]byte // SHA-256 of its secret
	Operator assent.ID
	Expires  time.Time
}

func (t *TicketRow) fields() []any { return []any{&t.Hash, &t.Operator, &t.Expires} }

// PasskeyRow is a credential of an authenticator (WebAuthn).
type PasskeyRow struct {
	ID       []byte
	Operator assent.ID
	Label    string
	Body     []byte // public key and counters, as JSON
	Created  time.Time
	Used     time.Time
}

func (p *PasskeyRow) fields() []any {
	return []any{&p.ID, &p.Operator, &p.Label, &p.Body, &p.Created, &p.Used}
}

// AttemptRow counts wrong tries at one thing.
type AttemptRow struct {
	Hash  [32]byte // keyed, of what was tried at
	Tries int
	Until time.Time // no try counts before
}

func (a *AttemptRow) fields() []any { return []any{&a.Hash, &a.Tries, &a.Until} }

// Operator finds an operator.
func (v *View) Operator(id assent.ID) (OperatorRow, bool, error) {
	return one[OperatorRow](v, "operator_by_id", id)
}

// OperatorByEmail finds an operator by mail address in lower case.
func (v *View) OperatorByEmail(email string) (OperatorRow, bool, error) {
	return one[OperatorRow](v, "operator_by_email", email)
}

// Operators returns all operators, the first made first.
func (v *View) Operators() ([]OperatorRow, error) { return list[OperatorRow](v, "operators") }

// PutOperator adds an operator or replaces what can change.
func (tx *Tx) PutOperator(o OperatorRow) error { return tx.put("put_operator", o.fields()...) }

// Session finds a session by the hash of its secret.
func (v *View) Session(hash [32]byte) (SessionRow, bool, error) {
	return one[SessionRow](v, "session_by_hash", hash)
}

// SessionsOf returns the sessions of an operator, oldest first.
func (v *View) SessionsOf(operator assent.ID) ([]SessionRow, error) {
	return list[SessionRow](v, "sessions_of_operator", operator)
}

// PutSession adds a session, or says when one was used and proved.
func (tx *Tx) PutSession(s SessionRow) error { return tx.put("put_session", s.fields()...) }

// DropSession ends a session.
func (tx *Tx) DropSession(hash [32]byte) error { return tx.put("drop_session", hash) }

// DropSessionsBefore forgets the sessions that began before a time.
func (tx *Tx) DropSessionsBefore(t time.Time) error { return tx.put("drop_sessions_before", t) }

// Ticket finds a one-time link by the hash of its secret.
func (v *View) Ticket(hash [32]byte) (TicketRow, bool, error) {
	return one[TicketRow](v, "ticket_by_hash", hash)
}

// PutTicket adds a one-time link.
func (tx *Tx) PutTicket(t TicketRow) error { return tx.put("put_ticket", t.fields()...) }

// DropTicketsOf ends all one-time links of an operator.
func (tx *Tx) DropTicketsOf(operator assent.ID) error {
	return tx.put("drop_tickets_of_operator", operator)
}

// Passkey finds a passkey by the identifier of its credential.
func (v *View) Passkey(id []byte) (PasskeyRow, bool, error) {
	return one[PasskeyRow](v, "passkey_by_id", id)
}

// PasskeysOf returns the passkeys of an operator, oldest first.
func (v *View) PasskeysOf(operator assent.ID) ([]PasskeyRow, error) {
	return list[PasskeyRow](v, "passkeys_of_operator", operator)
}

// PutPasskey adds a passkey, or says when one was used.
func (tx *Tx) PutPasskey(p PasskeyRow) error { return tx.put("put_passkey", p.fields()...) }

// DropPasskey removes a passkey of an operator.
func (tx *Tx) DropPasskey(id []byte, operator assent.ID) error {
	return tx.put("drop_passkey", id, operator)
}

// Attempt returns how often something was tried in vain; the zero row if never.
func (v *View) Attempt(hash [32]byte) (AttemptRow, error) {
	a, found, err := one[AttemptRow](v, "attempt_by_hash", hash)
	if !found {
		a.Hash = hash
	}
	return a, err
}

// PutAttempt counts.
func (tx *Tx) PutAttempt(a AttemptRow) error { return tx.put("put_attempt", a.fields()...) }

// DropAttempt begins the count anew.
func (tx *Tx) DropAttempt(hash [32]byte) error { return tx.put("drop_attempt", hash) }

// DropAttemptsBefore forgets counts whose wait ended before a time.
func (tx *Tx) DropAttemptsBefore(t time.Time) error { return tx.put("drop_attempts_before", t) }
