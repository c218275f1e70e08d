// Package link makes and reads the links that are mailed to people.
//
// A link is a capability: whoever holds it may do the one thing it was made for, without
// logging in. Its token is stateless. It says, encrypted and authenticated, which contact
// point it was made for, so that nothing has to be stored to honour it: an unsubscribe link
// works for ever, even when the database is away. Nobody can read a token, guess one, or turn one
// into another: each use has its own key (XChaCha20-Poly1305 with a random 24-byte nonce,
// so that billions of links a year stay safe under one key).
//
// Tokens hold no personal data, only identifiers, and are text of base64url without
// padding (RFC 4648 §5). What a link may do and for how long is in the table of uses.
package link

import (
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/crypto/chacha20poly1305"
)

// Use says what a token is good for. A token of one use is unreadable for every other.
type Use string

// The uses.
const (
	Unsubscribe Use = "unsub"
	Confirm     Use = "confirm" // answers a double opt-in
	Preferences Use = "prefs"
	Request     Use = "request" // answers a consent request
	Receipt     Use = "receipt" // "why did I get this?": which act and which rule allowed one mail
	Stay        Use = "stay"    // calls off an erasure that waits
	Shown       Use = "shown"   // a form as it was shown: what a post must answer to
	Undo        Use = "undo"    // a cookie: the browser in which something was stopped
	Depart      Use = "depart"  // stops what the page that asks twice has mailed it for
	SignUp      Use = "signup"  // a cookie: the browser that signed up
	Knock       Use = "knock"   // a cookie: the browser that asked for a code
	Portal      Use = "portal"  // the side door: opens a session once, vouched for by the site that asked for it
	Dial        Use = "dial"    // a cookie: the browser that asked for a code by text, with the number
	Session     Use = "session" // a cookie: the browser in which the code was typed
	Move        Use = "move"    // a cookie: a change of address that waits for its codes
	Pair        Use = "pair"    // a cookie: a sign-up by an address and a number, each of which waits to be confirmed
	Texted      Use = "texted"  // a cookie: the browser that signed up with a phone number
)

// lives is the table of lifetimes; zero is for ever.
var lives = map[Use]time.Duration{
	Unsubscribe: 0,
	Confirm:     72 * time.Hour,
	Preferences: 30 * 24 * time.Hour,
	Request:     30 * 24 * time.Hour,
	Receipt:     0,
	Stay:        48 * time.Hour,
	Shown:       24 * time.Hour,
	Undo:        10 * time.Minute,
	Depart:      0,
	SignUp:      72 * time.Hour,
	Knock:       10 * time.Minute,
	Dial:        30 * time.Minute,
	Portal:      5 * time.Minute,
	Session:     30 * time.Minute,
	Move:        10 * time.Minute,
	Pair:        72 * time.Hour,
	Texted:      24 * time.Hour,
}

// Life returns how long a token of this use can be read; zero is for ever.
func (u Use) Life() time.Duration { return lives[u] }

var (
	// ErrUnreadable is returned for text that is no token of this use: cut off, changed, or foreign.
	ErrUnreadable = errors.New("link: unreadable")
	// ErrExpired is returned, with the token's content, when its life is over.
	ErrExpired = errors.New("link: expired")
)

// Mint makes and reads tokens. It is safe for concurrent use if its source of randomness is.
type Mint struct {
	keys   map[Use]cipher.AEAD
	codes  [32]byte // key of the codes printed in confirmation mails
	digits [32]byte // key of the codes mailed to open a page
	texts  [32]byte // key of the codes texted to a phone
	random io.Reader
}

// New makes a mint. Derive yields the key for a use (see vault.Derive).
func New(derive func(use string) [32]byte, random io.Reader) *Mint {
	m := &Mint{keys: map[Use]cipher.AEAD{}, codes: derive("code"), digits: derive("code/page"), texts: derive("code/text"), random: random}
	for use := range lives {
		key := derive("link/" + string(use))
		aead, err := chacha20poly1305.NewX(key[:])
		if err != nil {
			panic(err) // 32 bytes are always a key
		}
		m.keys[use] = aead
	}
	return m
}

// stampSize is the length of the time in a token: milliseconds since 1970 in six bytes.
const stampSize = 6

// Seal makes a token of any payload. It has 62 characters, and four more for every three bytes of payload.
func (m *Mint) Seal(use Use, payload []byte, issued time.Time) string {
	aead := m.aead(use)
	sealed := make([]byte, aead.NonceSize(), aead.NonceSize()+stampSize+len(payload)+aead.Overhead())
	if _, err := io.ReadFull(m.random, sealed); err != nil {
		panic(fmt.Sprintf("link: no randomness: %v", err))
	}
	plain := append(stamp(issued), payload...)
	return base64.RawURLEncoding.EncodeToString(aead.Seal(sealed, sealed, plain, nil))
}

// Open reads a token of a use. It returns [ErrUnreadable], or [ErrExpired] with the payload.
func (m *Mint) Open(use Use, s string, now time.Time) (payload []byte, issued time.Time, err error) {
	aead := m.aead(use)
	// The decoder passes over line ends; a token has none, and one spelling.
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || strings.ContainsAny(s, "\r\n") || len(sealed) < aead.NonceSize()+stampSize+aead.Overhead() {
		return nil, time.Time{}, ErrUnreadable
	}
	nonce := sealed[:aead.NonceSize()]
	plain, err := aead.Open(nil, nonce, sealed[aead.NonceSize():], nil)
	if err != nil {
		return nil, time.Time{}, ErrUnreadable
	}
	issued = unstamp(plain)
	if life := use.Life(); life > 0 && now.Sub(issued) > life {
		err = ErrExpired
	}
	return plain[stampSize:], issued, err
}

func (m *Mint) aead(use Use) cipher.AEAD {
	aead, ok := m.keys[use]
	if !ok {
		panic(fmt.Sprintf("link: no use %q", use))
	}
	return aead
}

func stamp(t time.Time) []byte {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(t.UnixMilli()))
	return b[8-stampSize:]
}

func unstamp(plain []byte) time.Time {
	var b [8]byte
	copy(b[8-stampSize:], plain)
	return time.UnixMilli(int64(binary.BigEndian.Uint64(b[:]))).UTC()
}
