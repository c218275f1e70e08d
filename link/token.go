package link

import (
	"bytes"
	"slices"

	"assent"
)

// The payload of a token is three identifiers of 16 bytes, one byte for the channel, one for
// the length of the brand's name, that name, and the purpose's name to the end.
const fixedSize = 3*16 + 1 + 1

// encode writes the payload. Names of more than 255 bytes do not occur: the catalogue refuses them.
func (t Token) encode() []byte {
	brand := t.Brand[:min(len(t.Brand), 255)]
	b := make([]byte, 0, fixedSize+len(brand)+len(t.Purpose))
	b = append(b, t.Org[:]...)
	b = append(b, t.Point[:]...)
	b = append(b, t.Event[:]...)
	b = append(b, channelByte(t.Channel), byte(len(brand)))
	return append(append(b, brand...), t.Purpose...)
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
	if t.Channel, ok = channelOf(head[0]); !ok || int(head[1]) > r.Len() {
		return Token{}, false
	}
	t.Brand = string(r.Next(int(head[1])))
	t.Purpose = r.String()
	return t, true
}

// channelByte numbers the channels from 1 in the order of their list, which only ever
// grows at its end; 0 is no channel.
func channelByte(c assent.Channel) byte {
	return byte(slices.Index(assent.Channels(), c) + 1)
}

func channelOf(b byte) (assent.Channel, bool) {
	if b == 0 {
		return "", true
	}
	if list := assent.Channels(); int(b) <= len(list) {
		return list[b-1], true
	}
	return "", false
}
