package auth

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" // RFC 6238's default, which every authenticator speaks; HMAC-SHA-1 is not broken
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"time"

	"assent"
	"assent/store"
)

// A second factor by code (TOTP, RFC 6238): phone and server share a secret, and both compute six digits from
// it and the time, anew every 30 seconds.

const (
	totpStep   = 30 * time.Second
	totpDigits = 6
)

// totp is the code of a time step (RFC 4226 §5.3).
func totp(secret []byte, step int64) string {
	mac := hmac.New(sha1.New, secret)
	_ = binary.Write(mac, binary.BigEndian, step)
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	return fmt.Sprintf("%0*d", totpDigits, binary.BigEndian.Uint32(sum[at:at+4])&0x7fffffff%1_000_000)
}

// totpMatch finds the time step whose code was typed: the present one or a neighbour, since clocks differ
// (RFC 6238 §5.2), and none that was used before.
func totpMatch(secret []byte, code string, now time.Time, used int64) (step int64, ok bool) {
	present := now.Unix() / int64(totpStep/time.Second)
	for s := present - 1; s <= present+1; s++ {
		if s > used && subtle.ConstantTimeCompare([]byte(totp(secret, s)), []byte(code)) == 1 {
			step, ok = s, true
		}
	}
	return step, ok
}

// Enrolment is a second factor that is offered and not yet taken.
type Enrolment struct {
	Secret string // base 32, to type into an authenticator
	URI    string // the same, to open in one: otpauth://totp/…
	Token  string // what the page sends back with the first code
}

// OfferTOTP draws the secret of a second factor. It is kept nowhere but in the token.
func (s *Staff) OfferTOTP(who Operator) (Enrolment, error) {
	secret := make([]byte, 20)
	if _, err := io.ReadFull(s.Random, secret); err != nil {
		return Enrolment{}, err
	}
	token, err := s.seal("totp.offer:"+who.ID.String(), offerFor, secret)
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	label := url.PathEscape(s.Name + ":" + who.Email)
	uri := "otpauth://totp/" + label + "?" + url.Values{"secret": {text}, "issuer": {s.Name}}.Encode()
	return Enrolment{Secret: text, URI: uri, Token: token}, err
}

const offerFor = 15 * time.Minute

// TakeTOTP sets the offered second factor up, once its first code shows that the authenticator has it. Problems:
// WRONG_CODE, OFFER_OVER.
func (s *Staff) TakeTOTP(ctx context.Context, org assent.ID, who Operator, token, code string) error {
	var secret []byte
	if !s.open("totp.offer:"+who.ID.String(), token, &secret) {
		return assent.Problemf("OFFER_OVER", "This page was open too long. Begin again.").OfKind(assent.Conflict)
	}
	step, ok := totpMatch(secret, code, s.Now(), 0)
	if !ok {
		return errWrongCode
	}
	sealed, err := s.seal("totp:"+who.ID.String(), 0, secret)
	if err != nil {
		return err
	}
	return s.change(ctx, org, who.ID, func(_ *store.Tx, row *store.OperatorRow) error {
		row.TOTP, row.Step = []byte(sealed), step
		return nil
	})
}

// DropTOTP removes the second factor by code.
func (s *Staff) DropTOTP(ctx context.Context, org, id assent.ID) error {
	return s.change(ctx, org, id, func(_ *store.Tx, row *store.OperatorRow) error {
		row.TOTP, row.Step = nil, 0
		return nil
	})
}

var errWrongCode = assent.Problemf("WRONG_CODE", "This code is not right, or was used already. Type the one that is shown now.").In("code").OfKind(assent.Unusable)

// useTOTP takes a code; each opens once.
func (s *Staff) useTOTP(tx *store.Tx, row store.OperatorRow, code string) (bool, error) {
	var secret []byte
	if len(row.TOTP) == 0 || !s.open("totp:"+row.ID.String(), string(row.TOTP), &secret) {
		return false, nil
	}
	step, ok := totpMatch(secret, code, s.Now(), row.Step)
	if !ok {
		return false, nil
	}
	row.Step = step
	return true, tx.PutOperator(row)
}
