package auth

import (
	"context"
	"io"
	"net/mail"
	"strings"
	"time"

	"assent"
	"assent/store"
)

// Operator is somebody who works with the console.
type Operator struct {
	ID       assent.ID
	Name     string
	Email    string
	Role     Role
	Created  time.Time
	Disabled time.Time // zero while the operator may sign in
	Password bool      // one is chosen
	TOTP     bool      // a second factor by code is set up
}

// May reports whether the operator has the capability.
func (o Operator) May(c Capability) bool { return o.Disabled.IsZero() && o.Role.May(c) }

// Actor is how events name the operator.
func (o Operator) Actor() assent.Actor {
	return assent.Actor{Kind: assent.ActorOperator, ID: o.ID.String()}
}

// StaffOptions are what the operators' desk needs from outside.
type StaffOptions struct {
	Now       func() time.Time
	Random    io.Reader
	Secret    [32]byte // seals second factors and states of sign-in; of the vault
	PublicURL string   // where the console is reached: passkeys are bound to its host
	Name      string   // of the organisation, as authenticators show it
}

// Staff knows the operators of the console: how they sign in, what they may do, what they did.
// It is safe for concurrent use.
type Staff struct {
	archive *store.Archive
	slow    chan struct{} // bounds how many passwords are hashed at once: each takes 19 MiB
	StaffOptions
}

// NewStaff opens the desk over the archive.
func NewStaff(archive *store.Archive, o StaffOptions) *Staff {
	return &Staff{archive: archive, slow: make(chan struct{}, 4), StaffOptions: o}
}

// What can be wrong with an operator.
var (
	ErrNoOperator = assent.Problemf("NO_SUCH_OPERATOR", "There is no operator of this name.").OfKind(assent.NotFound)
	ErrLastAdmin  = assent.Problemf("LAST_ADMIN", "This is the last administrator. Give the role to somebody else first.").OfKind(assent.Conflict)
)

// Hire adds an operator, who can sign in once she has opened a one-time link ([Staff.Ticket])
// and chosen a password. Problems: BAD_NAME, BAD_EMAIL, BAD_ROLE, EMAIL_TAKEN.
func (s *Staff) Hire(ctx context.Context, org assent.ID, name, email string, role Role) (Operator, error) {
	name, email = strings.TrimSpace(name), strings.ToLower(strings.TrimSpace(email))
	if name == "" || assent.CheckLine("name", name, 100) != nil {
		return Operator{}, assent.Problemf("BAD_NAME", "An operator needs a name of at most 100 characters, on one line.").In("name")
	}
	if err := CheckEmail(email); err != nil {
		return Operator{}, err
	}
	if _, err := ParseRole(string(role)); err != nil {
		return Operator{}, err
	}
	id, err := assent.NewID(s.Now(), s.Random)
	if err != nil {
		return Operator{}, err
	}
	row := store.OperatorRow{ID: id, Email: email, Name: name, Role: string(role), Created: s.Now()}
	err = s.archive.Update(ctx, org, func(tx *store.Tx) error {
		if _, taken, err := tx.OperatorByEmail(email); err != nil || taken {
			if err == nil {
				err = assent.Problemf("EMAIL_TAKEN", "An operator with this address exists already.").In("email").OfKind(assent.Conflict)
			}
			return err
		}
		return tx.PutOperator(row)
	})
	return operatorOf(row), err
}

// CheckEmail refuses what is no mail address of an operator. Problem: BAD_EMAIL.
func CheckEmail(email string) error {
	if a, err := mail.ParseAddress(email); err != nil || a.Address != email || len(email) > 254 {
		return assent.Problemf("BAD_EMAIL", "That is not a mail address.").In("email")
	}
	return nil
}

// Operators returns all operators, the first hired first.
func (s *Staff) Operators(ctx context.Context, org assent.ID) ([]Operator, error) {
	var out []Operator
	err := s.archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.Operators()
		out = nil
		for _, row := range rows {
			out = append(out, operatorOf(row))
		}
		return err
	})
	return out, err
}

// Operator returns one; [ErrNoOperator] if there is none.
func (s *Staff) Operator(ctx context.Context, org, id assent.ID) (Operator, error) {
	var row store.OperatorRow
	err := s.archive.Read(ctx, org, func(v *store.View) (err error) {
		row, err = operatorIn(v, id)
		return err
	})
	return operatorOf(row), err
}

// OperatorByEmail returns the operator with a mail address; [ErrNoOperator] if there is none.
func (s *Staff) OperatorByEmail(ctx context.Context, org assent.ID, email string) (Operator, error) {
	var row store.OperatorRow
	err := s.archive.Read(ctx, org, func(v *store.View) error {
		var found bool
		var err error
		row, found, err = v.OperatorByEmail(strings.ToLower(strings.TrimSpace(email)))
		if err == nil && !found {
			err = ErrNoOperator
		}
		return err
	})
	return operatorOf(row), err
}

// SetRole gives an operator another role. The last administrator keeps hers: [ErrLastAdmin].
func (s *Staff) SetRole(ctx context.Context, org, id assent.ID, role Role) error {
	if _, err := ParseRole(string(role)); err != nil {
		return err
	}
	return s.change(ctx, org, id, func(_ *store.Tx, row *store.OperatorRow) error {
		row.Role = string(role)
		return nil
	}, administered)
}

// SetEnabled lets an operator sign in or not; who may not any more is signed out everywhere.
func (s *Staff) SetEnabled(ctx context.Context, org, id assent.ID, enabled bool) error {
	return s.change(ctx, org, id, func(tx *store.Tx, row *store.OperatorRow) error {
		if row.Disabled = (time.Time{}); enabled {
			return nil
		}
		row.Disabled = s.Now()
		return signOut(tx, id, assent.ID{})
	}, administered)
}

// change alters an operator, unless what holds afterwards must not be.
func (s *Staff) change(ctx context.Context, org, id assent.ID, alter func(*store.Tx, *store.OperatorRow) error, must ...func(*store.Tx) error) error {
	return s.archive.Update(ctx, org, func(tx *store.Tx) error {
		row, err := operatorIn(&tx.View, id)
		if err != nil {
			return err
		}
		if err := alter(tx, &row); err != nil {
			return err
		}
		if err := tx.PutOperator(row); err != nil {
			return err
		}
		for _, holds := range must {
			if err := holds(tx); err != nil {
				return err
			}
		}
		return nil
	})
}

// administered asks that somebody is left who may manage the team.
func administered(tx *store.Tx) error {
	rows, err := tx.Operators()
	if err != nil {
		return err
	}
	for _, row := range rows {
		if operatorOf(row).May(ManageTeam) {
			return nil
		}
	}
	return ErrLastAdmin
}

func operatorIn(v *store.View, id assent.ID) (store.OperatorRow, error) {
	row, found, err := v.Operator(id)
	if err == nil && !found {
		err = ErrNoOperator
	}
	return row, err
}

func operatorOf(row store.OperatorRow) Operator {
	return Operator{
		ID: row.ID, Name: row.Name, Email: row.Email, Role: Role(row.Role), Created: row.Created, Disabled: row.Disabled,
		Password: row.Password != "", TOTP: len(row.TOTP) > 0,
	}
}
