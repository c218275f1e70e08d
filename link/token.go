package link

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"time"

	"assent"
)

// Token is what a link says. Which fields are set depends on the use.
type Token struct {
	Org     assent.ID
	Point   assent.ID      // the contact point that it was mailed to
	Event   assent.ID      // the event that it answers
	Brand   string         // of the mail it stood in
	Purpose string         // of the mail it stood in
	Page    string         // variant of the page that it leads to; empty: the default
	Channel assent.Channel // of the message it stood in
	Issued  time.Time      // UTC, to the millisecond
	Foreign bool           // another product wrote the mail: we do not know what choices stood beside
}

// Make makes a token of at most 200 characters, as long as the names of brand, purpose
// and page have at most 53 bytes together.
func (m *Mint) Make(use Use, t Token) string { return m.Seal(use, t.encode(), t.Issued) }

// Read reads a token of a use. It returns [ErrUnreadable], or [ErrExpired] with the token.
func (m *Mint) Read(use Use, s string, now time.Time) (Token, error) {
	payload, issued, err := m.Open(use, s, now)
	if err != nil && !errors.Is(err, ErrExpired) {
		return Token{}, err
	}
	t, ok := decode(payload)
	if !ok {
		return Token{}, ErrUnreadable
	}
	t.Issued = issued
	return t, err
}

// The payload of a token is three identifiers of 16 bytes, one byte for the channel (its high bit
// marks a foreign mail), one for the length of the brand's name, that name, and the purpose's name to the end; a page's name comes after a zero.
const fixedSize = 3*16 + 1 + 1

// encode writes the payload. Names of more than 255 bytes do not occur: the catalogue refuses them.
func (t Token) encode() []byte {
	brand := t.Brand[:min(len(t.Brand), 255)]
	b := make([]byte, 0, fixedSize+len(brand)+len(t.Purpose))
	b = append(b, t.Org[:]...)
	b = append(b, t.Point[:]...)
	b = append(b, t.Event[:]...)
	b = append(b, t.mode(), byte(len(brand)))
	b = append(append(b, brand...), t.Purpose...)
	if t.Page != "" {
		b = append(append(b, 0), t.Page...)
	}
	return b
}

func decode(b []byte) (t Token, ok bool) {
	if len(b) < fixedSize {
		return Token{}, false
	}
	r := bytes.NewBuffer(b)
	for _, id := range []*assent.ID{&t.Org, &t.Point, &t.Event} {
		copy(id[:], r.Next(16))
	}
	head := r.Next(2)
	t.Foreign = head[0]&foreignBit != 0
	if t.Channel, ok = channelOf(head[0] &^ foreignBit); !ok || int(head[1]) > r.Len() {
		return Token{}, false
	}
	t.Brand = string(r.Next(int(head[1])))
	t.Purpose, t.Page, _ = strings.Cut(r.String(), "\x00")
	return t, true
}

// channels numbers the channels in tokens, from 1; 0 is none. It only ever grows at its
// end, since links stay readable for ever.
var channels = []assent.Channel{
	assent.Email, assent.SMS, assent.IM, assent.Push,
	assent.AutoCall, assent.LiveCall, assent.Fax, assent.Post,
}

const foreignBit = 0x80

func (t Token) mode() byte {
	b := byte(slices.Index(channels, t.Channel) + 1)
	if t.Foreign {
		b |= foreignBit
	}
	return b
}

func channelOf(b byte) (assent.Channel, bool) {
	if b == 0 {
		return "", true
	}
	if int(b) > len(channels) {
		return "", false
	}
	return channels[b-1], true
}
