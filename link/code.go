package link

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"assent"
)

// Code returns the six digits that are printed beside the link in the same mail, a confirmation or a
// consent request, for people who open the mail on another device, and for doubtful clicks. It follows
// from the event that the token answers, so every mail for that event shows the same code and nothing
// is stored; it is good for as long as the link. Text that is no such token has no code ("").
// A code has a million values: whoever checks one must count the tries.
func (m *Mint) Code(token string) string {
	for _, use := range []Use{Confirm, Request} {
		if t, err := m.Read(use, token, time.Time{}); err == nil || errors.Is(err, ErrExpired) {
			return sixDigits(m.codes, t.Event)
		}
	}
	return ""
}

// Digits returns the six digits that are mailed when somebody asks for a code to open her page. They
// follow from the challenge, an identifier drawn for the purpose, so that whoever mails them and
// whoever checks them share nothing but this mint. The caller sees to the time and the tries.
func (m *Mint) Digits(challenge assent.ID) string { return sixDigits(m.digits, challenge) }

func sixDigits(key [32]byte, of assent.ID) string {
	mac := hmac.New(sha256.New, key[:])
	mac.Write(of[:])
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(mac.Sum(nil))%1_000_000)
}
