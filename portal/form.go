package portal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"time"

	"assent"
)

// Form is a signed form as a site prints it.
type Form struct {
	Key       string // identifier of the API key
	Origin    string // of the site: "https://shop.example.org"
	Contact   string // "email:ana@example.org" or "external_id:4711"; personal
	Expires   string // Unix time in seconds, ten minutes ahead at most
	Nonce     string // 16 to 64 letters, digits, hyphens and underscores, never used before
	Signature string // hexadecimal
}

// Version begins what is signed, so that no signature means anything else.
const Version = "assent-portal-1"

// text is what is signed: the version and the fields in this order, each on a line, joined by LF, none after the last.
func (f Form) text() string {
	return strings.Join([]string{Version, f.Key, f.Origin, f.Contact, f.Expires, f.Nonce}, "\n")
}

// Sign returns the signature of a form: HMAC-SHA-256 over its text, keyed with the bytes of the secret as it
// is printed, in hexadecimal.
func Sign(secret string, f Form) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(f.text()))
	return hex.EncodeToString(mac.Sum(nil))
}

// longest is how far ahead a form may expire.
const longest = 10 * time.Minute

var nonces = regexp.MustCompile(`^[A-Za-z0-9_-]{16,64}$`)

// errNotGood is returned for a form that is not to be believed. It does not say why: who may sign has the tests.
var errNotGood = assent.Problemf("BAD_PORTAL_FORM", "This button is out of date or was not signed by the site that you come from; go back, load the page again, and press it once more.").OfKind(assent.Forbidden)

// good reports whether the form was signed with the secret, on the site that the browser names, and still holds.
func (f Form) good(secret, origin string, now time.Time) bool {
	seconds, err := strconv.ParseInt(f.Expires, 10, 64)
	if err != nil || !nonces.MatchString(f.Nonce) || f.Origin == "" || f.Origin != origin {
		return false
	}
	left := time.Unix(seconds, 0).Sub(now)
	signature, err := hex.DecodeString(f.Signature)
	if err != nil || left < 0 || left > longest || strings.ContainsAny(f.Key+f.Origin+f.Contact, "\r\n") {
		return false
	}
	want, _ := hex.DecodeString(Sign(secret, f))
	return hmac.Equal(signature, want)
}

// contact reads whom the form is about.
func (f Form) contact() (assent.Contactable, bool) {
	kind, value, found := strings.Cut(f.Contact, ":")
	switch {
	case !found || value == "":
	case kind == "email":
		return assent.Contactable{Email: value}, true
	case kind == "external_id":
		return assent.Contactable{ExternalID: value}, true
	}
	return assent.Contactable{}, false
}

// challenge names one press of the form, so that it can be taken once.
func (f Form) challenge() (id assent.ID) {
	sum := sha256.Sum256([]byte("portal\n" + f.Key + "\n" + f.Nonce))
	copy(id[:], sum[:])
	return id
}
