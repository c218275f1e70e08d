package sms

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// SignatureHeader is the field in which the provider signs what it reports.
const SignatureHeader = "X-Twilio-Signature"

// Sign computes the signature of a report: the Base64 of an HMAC-SHA1, under the account's token, of the
// address as it is set at the provider and of each field with its values, sorted by name. The hash is the
// provider's choice; as a keyed one it is still sound.
func Sign(token, address string, form url.Values) string {
	var b strings.Builder
	b.WriteString(address)
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range slices.Compact(slices.Sorted(slices.Values(form[name]))) {
			b.WriteString(name)
			b.WriteString(value)
		}
	}
	mac := hmac.New(sha1.New, []byte(token))
	mac.Write([]byte(b.String()))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Signed reports whether a report bears the signature of the account. Without a token nothing is signed.
func Signed(token, address string, form url.Values, signature string) bool {
	return token != "" && hmac.Equal([]byte(Sign(token, address, form)), []byte(signature))
}
