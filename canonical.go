package assent

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// ErrNotCanonical is returned by [Decode] for bytes that are not the one encoding of an event.
var ErrNotCanonical = errors.New("not the canonical encoding of an event")

// Encode returns the canonical encoding of an event: JSON in the order of the struct's
// fields, empty fields left out, no white space. The ledger's leaf is the hash of these bytes.
// It refuses what could not be read back as it is: text that is not UTF-8, and times that
// are not UTC in whole milliseconds.
func Encode(e *Event) ([]byte, error) {
	if !canonicalTime(e.Occurred) || !canonicalTime(e.Received) || !canonicalTime(e.Recorded) {
		return nil, errors.New("encode event: its times are not UTC in whole milliseconds")
	}
	p := &pen{out: make([]byte, 0, 1024)}
	p.event(e)
	data, err := p.out, p.err
	if err == nil && bytes.Contains(data, []byte(`\ufffd`)) { // what the encoder writes for bytes that are no UTF-8
		err = readsBack(data)
	}
	if err != nil {
		return nil, fmt.Errorf("encode event: %w", err)
	}
	return data, nil
}

// marshal is what the encoding is defined by.
func marshal(e *Event) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(e)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// readsBack reports, as an error, that the encoding would not be written again from what is read.
func readsBack(data []byte) error {
	var e Event
	if err := json.Unmarshal(data, &e); err != nil {
		return err
	}
	if again, err := marshal(&e); err != nil || !bytes.Equal(again, data) {
		return errors.New("its text is not UTF-8")
	}
	return nil
}

func canonicalTime(t time.Time) bool {
	return t.Location() == time.UTC && t.Equal(t.Truncate(time.Millisecond))
}

// Decode reads a canonical encoding. It refuses, with [ErrNotCanonical], any bytes that
// Encode would not write: unknown fields, white space, another order.
func Decode(data []byte) (*Event, error) {
	if e, ok := readBack(data); ok {
		return e, nil
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var e Event
	if err := dec.Decode(&e); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotCanonical, err)
	}
	again, err := Encode(&e)
	if err != nil || !bytes.Equal(again, data) {
		return nil, ErrNotCanonical
	}
	return &e, nil
}

// readBack reads what a pen has written: the bytes that it would write again are these.
func readBack(data []byte) (*Event, bool) {
	p, e := &pen{in: string(data), reading: true}, &Event{}
	if p.event(e); p.err != nil || p.in != "" {
		return nil, false
	}
	again, err := Encode(e)
	return e, err == nil && bytes.Equal(again, data)
}

// BlindSize is the length in bytes of the random blind of a commitment.
const BlindSize = 32

// Opening opens one commitment: the personal value and the blind that hid it.
type Opening struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Blind string `json:"blind"` // hexadecimal, BlindSize bytes
}

// Commit draws a blind and returns the sealed field that stands in the event, with the
// opening that is kept beside the log. The commitment is HMAC-SHA-256(blind, name 0x00 value):
// it binds the value, and without the blind reveals nothing of it, not even to a guess.
func Commit(name, value string, random io.Reader) (SealedField, Opening, error) {
	var blind [BlindSize]byte
	if _, err := io.ReadFull(random, blind[:]); err != nil {
		return SealedField{}, Opening{}, err
	}
	o := Opening{Name: name, Value: value, Blind: hex.EncodeToString(blind[:])}
	return SealedField{Name: name, Commitment: hex.EncodeToString(commitment(blind[:], o))}, o, nil
}

// Opens reports whether the opening is that of the field. An opening has one spelling: its
// blind in lower-case hexadecimal.
func (o Opening) Opens(f SealedField) bool {
	blind, err := hex.DecodeString(o.Blind)
	if err != nil || len(blind) != BlindSize || hex.EncodeToString(blind) != o.Blind || o.Name != f.Name {
		return false
	}
	return hmac.Equal([]byte(hex.EncodeToString(commitment(blind, o))), []byte(f.Commitment))
}

func commitment(blind []byte, o Opening) []byte {
	mac := hmac.New(sha256.New, blind)
	mac.Write([]byte(o.Name))
	mac.Write([]byte{0})
	mac.Write([]byte(o.Value))
	return mac.Sum(nil)
}
