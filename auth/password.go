package auth

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"assent"
	"assent/store"

	"golang.org/x/crypto/argon2"
)

// Cost is how dear it is to try a password (RFC 9106): memory in KiB, passes, lanes. These are the least
// that OWASP's password storage guide asks for; a hash remembers its own, so they can be raised.
type cost struct {
	memory, passes uint32
	lanes          uint8
}

var currentCost = cost{memory: 19 << 10, passes: 2, lanes: 1}

// ChoosePassword sets an operator's password; her other sessions end. A Problem of code
// WEAK_PASSWORD says what is wrong with it (NIST SP 800-63B-4 §3.1.1: length counts, not signs).
func (s *Staff) ChoosePassword(ctx context.Context, org assent.ID, who Operator, password string, keep assent.ID) error {
	if err := checkPassword(who, password); err != nil {
		return err
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.change(ctx, org, who.ID, func(tx *store.Tx, row *store.OperatorRow) error {
		row.Password = hash
		if err := tx.DropTicketsOf(who.ID); err != nil {
			return err
		}
		return signOut(tx, who.ID, keep)
	})
}

func checkPassword(who Operator, password string) error {
	weak := func(why string) error {
		return assent.Problemf("WEAK_PASSWORD", "Choose another password: %s.", why).In("password")
	}
	low := strings.ToLower(password)
	local, _, _ := strings.Cut(who.Email, "@")
	switch {
	case len(password) < 12:
		return weak("it needs at least 12 characters; three or four words do well")
	case len(password) > 256:
		return weak("it may have at most 256 characters")
	case strings.Count(low, low[:1]) == len(low), strings.Contains("abcdefghijklmnopqrstuvwxyz 01234567890123456789 qwertyuiopasdfghjklzxcvbnm", low):
		return weak("that is among the first that are tried")
	case local != "" && strings.Contains(low, local), strings.Contains(low, "assent"), strings.Contains(low, "password"):
		return weak("it must not contain your address, the name of this product, or the word itself")
	}
	return nil
}

// hash returns the PHC string of a password: "$argon2id$v=19$m=19456,t=2,p=1$salt$hash".
func (s *Staff) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := io.ReadFull(s.Random, salt); err != nil {
		return "", err
	}
	key, err := s.stretch(ctx, password, salt, currentCost, 32)
	c, enc := currentCost, base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.passes, c.lanes,
		enc.EncodeToString(salt), enc.EncodeToString(key)), err
}

// matches reports whether the password is the one that was hashed. An empty hash matches nothing and
// takes as long, so that the time does not tell who has an account.
func (s *Staff) matches(ctx context.Context, hash, password string) (bool, error) {
	c, salt, want, ok := parseHash(hash)
	if !ok {
		c, salt, want = currentCost, make([]byte, 16), make([]byte, 32)
	}
	got, err := s.stretch(ctx, password, salt, c, uint32(len(want)))
	return ok && err == nil && subtle.ConstantTimeCompare(got, want) == 1, err
}

// stretch waits for a turn: many who try at once must not take the memory from everybody else.
func (s *Staff) stretch(ctx context.Context, password string, salt []byte, c cost, length uint32) ([]byte, error) {
	select {
	case s.slow <- struct{}{}:
		defer func() { <-s.slow }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.lanes, length), nil
}

// parseHash reads a PHC string of ours.
func parseHash(s string) (c cost, salt, key []byte, ok bool) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.lanes); err != nil {
		return c, nil, nil, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return c, nil, nil, false
	}
	key, err = base64.RawStdEncoding.DecodeString(parts[5])
	return c, salt, key, err == nil && len(key) > 0
}
