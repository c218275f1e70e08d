package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"strconv"
	"strings"
	"time"

	"assent"
)

// The header fields of the Standard Webhooks specification.
const (
	IDHeader        = "Webhook-Id"
	TimestampHeader = "Webhook-Timestamp"
	SignatureHeader = "Webhook-Signature"
)

// Secret is what a webhook signs with: 24 to 64 bytes.
type Secret []byte

const (
	secretPrefix = "whsec_"
	secretBytes  = 32
	version      = "v1," // of the symmetric signature
)

// NewSecret draws a secret.
func NewSecret(random io.Reader) (Secret, error) {
	s := make(Secret, secretBytes)
	_, err := io.ReadFull(random, s)
	return s, err
}

// ParseSecret reads the text of a secret; a Problem of code BAD_SECRET if it is none.
func ParseSecret(text string) (Secret, error) {
	body, ok := strings.CutPrefix(text, secretPrefix)
	s, err := base64.StdEncoding.DecodeString(body)
	if !ok || err != nil || len(s) < 24 || len(s) > 64 {
		return nil, assent.Problemf("BAD_SECRET", "A secret is whsec_ and the Base64 of 24 to 64 bytes.").In("secret")
	}
	return s, nil
}

// Text is the secret as it is handed over.
func (s Secret) Text() string { return secretPrefix + base64.StdEncoding.EncodeToString(s) }

// Sign returns the value of the signature field: one signature for each secret, the newest first.
func Sign(id string, at time.Time, body []byte, secrets ...Secret) string {
	all := make([]string, len(secrets))
	for i, s := range secrets {
		all[i] = version + base64.StdEncoding.EncodeToString(s.mac(id, strconv.FormatInt(at.Unix(), 10), body))
	}
	return strings.Join(all, " ")
}

func (s Secret) mac(id, timestamp string, body []byte) []byte {
	mac := hmac.New(sha256.New, s)
	io.WriteString(mac, id+"."+timestamp+".")
	mac.Write(body)
	return mac.Sum(nil)
}

// Tolerance is how far the time of a message may be from the receiver's clock.
const Tolerance = 5 * time.Minute

// Verify reports whether a message was signed, at a time near now, under one of the secrets. Unknown versions of
// signatures are passed over.
func Verify(now time.Time, id, timestamp, signature string, body []byte, secrets ...Secret) bool {
	at, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || id == "" || now.Sub(time.Unix(at, 0)).Abs() > Tolerance {
		return false
	}
	for one := range strings.FieldsSeq(signature) {
		text, ours := strings.CutPrefix(one, version)
		given, err := base64.StdEncoding.DecodeString(text)
		if !ours || err != nil {
			continue
		}
		for _, s := range secrets {
			if hmac.Equal(given, s.mac(id, timestamp, body)) {
				return true
			}
		}
	}
	return false
}
