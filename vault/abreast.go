package vault

import (
	"crypto/aes"
	"encoding/binary"
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
	blocks [abreast]int                  // 0: longer than longest
	subkey [abreast]*[aes.BlockSize]byte // of the last block
}

// sums is [keyedHash.sum] for many: each tells the i-th kind and value.
func (h *keyedHash) sums(out [][aes.BlockSize]byte, each func(i int) (kind, value string)) {
	r := h.ranks.Get().(*rank)
	defer h.ranks.Put(r)
	for from := 0; from < len(out); from += abreast {
		some := out[from:min(from+abreast, len(out))]
		for i := range some {
			kind, value := each(from + i)
			if r.blocks[i], r.subkey[i] = h.lay(&r.text[i], kind, value); r.blocks[i] == 0 {
				some[i] = h.sum(kind, value)
			}
		}
		h.advance(r, some)
	}
}

// lay writes a message with its padding; it returns the number of blocks, and the subkey of the last.
func (h *keyedHash) lay(text *[longest * aes.BlockSize]byte, kind, value string) (int, *[aes.BlockSize]byte) {
	n := len(kind) + 1 + len(value)
	if n > len(text) {
		return 0, nil
	}
	*text = [longest * aes.BlockSize]byte{}
	copy(text[copy(text[:], kind)+1:], value)
	blocks := (n + aes.BlockSize - 1) / aes.BlockSize
	if n%aes.BlockSize == 0 {
		return blocks, &h.k1
	}
	text[n] = 0x80
	return blocks, &h.k2
}

// advance takes the messages a block further at a time, and gives out the hash of each as it ends.
func (h *keyedHash) advance(r *rank, out [][aes.BlockSize]byte) {
	for i := range out {
		if last := r.blocks[i] - 1; last >= 0 {
			mix((*[aes.BlockSize]byte)(r.text[i][last*aes.BlockSize:]), r.subkey[i])
		}
	}
	for i := range out {
		if r.blocks[i] > 0 {
			h.block.Encrypt(r.cipher[i][:], r.text[i][:aes.BlockSize])
		}
	}
	for block := 1; block < longest; block++ {
		for i := range out {
			if block < r.blocks[i] {
				mix(&r.cipher[i], (*[aes.BlockSize]byte)(r.text[i][block*aes.BlockSize:]))
			}
		}
		for i := range out {
			if block < r.blocks[i] {
				h.block.Encrypt(r.cipher[i][:], r.cipher[i][:])
			}
		}
	}
	for i := range out {
		if r.blocks[i] > 0 {
			out[i] = r.cipher[i]
		}
	}
}

// mix adds y to x. A cipher that reads x at once would wait for both halves.
func mix(x, y *[aes.BlockSize]byte) {
	binary.LittleEndian.PutUint64(x[:8], binary.LittleEndian.Uint64(x[:8])^binary.LittleEndian.Uint64(y[:8]))
	binary.LittleEndian.PutUint64(x[8:], binary.LittleEndian.Uint64(x[8:])^binary.LittleEndian.Uint64(y[8:]))
}
