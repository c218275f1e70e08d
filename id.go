package assent

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"time"
)

// ID is a UUIDv7 (RFC 9562 §5.7): a random identifier that sorts by the time it was made.
// Persons, contact points, events and organisations are named by one; it says nothing of
// the person behind it.
type ID [16]byte

// ErrID is returned for text that is no identifier.
var ErrID = errors.New("not an identifier: want 8-4-4-4-12 hexadecimal digits")

// NewID makes an identifier from an instant and a source of randomness.
func NewID(now time.Time, random io.Reader) (ID, error) {
	var id ID
	if _, err := io.ReadFull(random, id[6:]); err != nil {
		return ID{}, err
	}
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(now.UnixMilli()))
	copy(id[:6], ms[2:])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id, nil
}

// IsZero reports whether the identifier is unset.
func (id ID) IsZero() bool { return id == ID{} }

// String returns the 36-character form; the empty string for the zero ID.
func (id ID) String() string {
	b, _ := id.AppendText(make([]byte, 0, 36))
	return string(b)
}

// AppendText appends what [ID.String] returns. It never fails.
func (id ID) AppendText(b []byte) ([]byte, error) {
	if id.IsZero() {
		return b, nil
	}
	b = append(hex.AppendEncode(b, id[0:4]), '-')
	b = append(hex.AppendEncode(b, id[4:6]), '-')
	b = append(hex.AppendEncode(b, id[6:8]), '-')
	b = append(hex.AppendEncode(b, id[8:10]), '-')
	return hex.AppendEncode(b, id[10:16]), nil
}

// ParseID reads the 36-character form in lower case; [ErrID] for anything else.
func ParseID(s string) (ID, error) {
	var id ID
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return ID{}, ErrID
	}
	digits := append(append(append(append(append(make([]byte, 0, 32), s[0:8]...), s[9:13]...), s[14:18]...), s[19:23]...), s[24:36]...)
	if _, err := hex.Decode(id[:], digits); err != nil {
		return ID{}, ErrID
	}
	if again, _ := id.AppendText(make([]byte, 0, 36)); string(again) != s { // one identifier, one spelling
		return ID{}, ErrID
	}
	return id, nil
}

// MarshalText writes the 36-character form.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the 36-character form; empty text is the zero ID.
func (id *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = ID{}
		return nil
	}
	parsed, err := ParseID(string(text))
	if err == nil {
		*id = parsed
	}
	return err
}

// Pseudonym is the keyed hash of an address under the key KeyID. It finds a contact point
// without revealing the address; equal addresses of two organisations have unequal pseudonyms.
type Pseudonym struct {
	KeyID int64
	Hash  [16]byte
}
