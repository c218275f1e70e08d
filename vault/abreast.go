package vault

import (
	"crypto/aes"
	"crypto/subtle"
)

// Within one message each block cipher waits for the one before it; a processor has room for several that do not
// wait for each other. So where many addresses are hashed, some messages are taken abreast.
const (
	abreast = 16
	longest = 4 // blocks of a message that is taken so; few addresses are longer
)

// rank is some messages abreast, padded, with the ciphers so far.
type rank struct {
	text   [abreast][longest * aes.BlockSize]byte
	cipher [abreast][aes.BlockSize]byte
	blocks [abreast]int // 0: longer than longest
}

// sums is [keyedHash.sum] for many: each tells the i-th kind and value.
func (h *keyedHash) sums(out [][aes.BlockSize]byte, each func(i int) (kind, value string)) {
	r := h.ranks.Get().(*rank)
	defer h.ranks.Put(r)
	for from := 0; from < len(out); from += abreast {
		some := out[from:min(from+abreast, len(out))]
		for i := range some {
			kind, value := each(from + i)
			if r.blocks[i] = h.lay(&r.text[i], kind, value); r.blocks[i] == 0 {
				some[i] = h.sum(kind, value)
			}
		}
		h.advance(r, some)
	}
}

// lay writes a message with the padding and the subkey of its last block; it returns the number of blocks.
func (h *keyedHash) lay(text *[longest * aes.BlockSize]byte, kind, value string) int {
	n := len(kind) + 1 + len(value)
	if n > len(text) {
		return 0
	}
	*text = [longest * aes.BlockSize]byte{}
	copy(text[copy(text[:], kind)+1:], value)
	blocks, last := (n+aes.BlockSize-1)/aes.BlockSize, &h.k1
	if n%aes.BlockSize != 0 {
		text[n], last = 0x80, &h.k2
	}
	mix((*[aes.BlockSize]byte)(text[(blocks-1)*aes.BlockSize:]), last)
	return blocks
}

// advance takes the messages a block further at a time, and gives out the hash of each as it ends.
func (h *keyedHash) advance(r *rank, out [][aes.BlockSize]byte) {
	r.cipher = [abreast][aes.BlockSize]byte{}
	for block := range longest {
		for i := range out {
			if block >= r.blocks[i] {
				continue
			}
			x := &r.cipher[i]
			mix(x, (*[aes.BlockSize]byte)(r.text[i][block*aes.BlockSize:]))
			h.block.Encrypt(x[:], x[:])
		}
	}
	for i := range out {
		if r.blocks[i] > 0 {
			out[i] = r.cipher[i]
		}
	}
}

// mix adds y to x, at one stroke: a cipher that reads x soon after need not wait for several.
func mix(x, y *[aes.BlockSize]byte) { subtle.XORBytes(x[:], x[:], y[:]) }
