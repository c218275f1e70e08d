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

// Code returns the six digits that are printed beside the link in the same confirmation
// mail, for people who open the mail on another device, and for doubtful clicks. It follows from the
// event that the token answers, so every mail for that event shows the same code and nothing
// is stored; it is good for as long as the link. Text that is no confirm token has no code ("").
// A code has a million values: whoever checks one must count the tries.
func (m *Mint) Code(token string) string {
	t, err := m.Read(Confirm, token, time.Time{})
	if err != nil && !errors.Is(err, ErrExpired) {
		return ""
	}
	return m.codeOf(t.Event)
}

func (m *Mint) codeOf(event assent.ID) string {
	mac := hmac.New(sha256.New, m.codes[:])
	mac.Write(event[:])
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(mac.Sum(nil))%1_000_000)
}
