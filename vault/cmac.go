package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"sync"
)

// keyedHash is AES-256-CMAC (NIST SP 800-38B, RFC 4493): it screens millions of addresses, so it allocates nothing.
type keyedHash struct {
	block  cipher.Block
	k1, k2 [aes.BlockSize]byte // subkeys, SP 800-38B §6.1
	spare  sync.Pool           // of *[aes.BlockSize]byte: what is passed to the block cipher escapes
	ranks  sync.Pool           // of *rank
}

func newKeyedHash(key []byte) (*keyedHash, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	h := &keyedHash{block: block}
	h.spare.New = func() any { return new([aes.BlockSize]byte) }
	h.ranks.New = func() any { return new(rank) }
	var l [aes.BlockSize]byte
	block.Encrypt(l[:], l[:])
	h.k1 = doubled(l)
	h.k2 = doubled(h.k1)
	return h, nil
}

// doubled multiplies by x in GF(2^128).
func doubled(b [aes.BlockSize]byte) (out [aes.BlockSize]byte) {
	var carry byte
	for i := len(b) - 1; i >= 0; i-- {
		out[i] = b[i]<<1 | carry
		carry = b[i] >> 7
	}
	out[len(b)-1] ^= carry * 0x87
	return out
}

// sum is the hash of kind, a zero byte, and value (SP 800-38B §6.2).
func (h *keyedHash) sum(kind, value string) [aes.BlockSize]byte {
	x := h.spare.Get().(*[aes.BlockSize]byte)
	defer h.spare.Put(x)
	*x = [aes.BlockSize]byte{}
	n, at := len(kind)+1+len(value), 0
	for i := range n {
		if at == aes.BlockSize {
			h.block.Encrypt(x[:], x[:])
			at = 0
		}
		switch {
		case i < len(kind):
			x[at] ^= kind[i]
		case i > len(kind):
			x[at] ^= value[i-len(kind)-1]
		}
		at++
	}
	last := &h.k1
	if at < aes.BlockSize {
		x[at] ^= 0x80
		last = &h.k2
	}
	mix(x, last)
	h.block.Encrypt(x[:], x[:])
	return *x
}
