package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"io"
	"slices"
)

// ErrSealed is returned for bytes that were not sealed under this key and this binding,
// or were changed since.
var ErrSealed = errors.New("vault: cannot be opened with this key")

// ErrKeyUnknown is returned for a wrapped key whose key-encryption key is not in the vault.
var ErrKeyUnknown = errors.New("vault: the key-encryption key is not in the key file")

// ErrForgotten is returned by a key that was forgotten.
var ErrForgotten = errors.New("vault: the key has been forgotten")

const (
	nonceSize = 12
	// wrapHeader is the clear head of a wrapped key: version 1 and the id of the key that wraps it.
	wrapHeader  = 1 + 8
	wrapVersion = 1
)

// PersonKey is the data key of one person, in clear, for the length of one piece of work:
// call Forget when it is done. To shred, delete the row with the wrapped key; a PersonKey
// in memory goes on working until it is forgotten.
type PersonKey struct {
	secret Secret
	aead   cipher.AEAD // of the secret; nil once it is forgotten
	random io.Reader
}

func (v *Vault) personKey(secret Secret) *PersonKey {
	return &PersonKey{secret, gcm(secret), v.random}
}

// NewPersonKey draws a key for a new person and returns it with its wrapped form, which
// is what is stored.
func (v *Vault) NewPersonKey() (wrapped []byte, key *PersonKey, err error) {
	var secret Secret
	if _, err := io.ReadFull(v.random, secret[:]); err != nil {
		return nil, nil, err
	}
	defer clear(secret[:])
	key = v.personKey(secret)
	wrapped, err = v.wrap(key)
	return wrapped, key, err
}

// Unwrap recovers a person's key from its wrapped form; [ErrKeyUnknown] or [ErrSealed].
func (v *Vault) Unwrap(wrapped []byte) (*PersonKey, error) {
	if len(wrapped) < wrapHeader || wrapped[0] != wrapVersion {
		return nil, ErrSealed
	}
	head := wrapped[:wrapHeader]
	id := int64(binary.BigEndian.Uint64(head[1:]))
	i := slices.IndexFunc(v.keys.Wrapping, func(k Key) bool { return k.ID == id })
	if i < 0 {
		return nil, ErrKeyUnknown
	}
	secret, err := open(v.wrapping(v.keys.Wrapping[i]), wrapped[wrapHeader:], head)
	if err != nil || len(secret) != KeySize {
		return nil, ErrSealed
	}
	defer clear(secret)
	return v.personKey(Secret(secret)), nil
}

// Rewrap wraps a person's key under the current key-encryption key; changed is false,
// and the bytes are the same, if it is already.
func (v *Vault) Rewrap(wrapped []byte) (out []byte, changed bool, err error) {
	key, err := v.Unwrap(wrapped)
	if err != nil {
		return nil, false, err
	}
	defer key.Forget()
	if binary.BigEndian.Uint64(wrapped[1:]) == uint64(v.keys.Wrapping[0].ID) {
		return wrapped, false, nil
	}
	out, err = v.wrap(key)
	return out, true, err
}

func (v *Vault) wrap(key *PersonKey) ([]byte, error) {
	kek := v.keys.Wrapping[0]
	head := make([]byte, wrapHeader, wrapHeader+nonceSize+KeySize+16)
	head[0] = wrapVersion
	binary.BigEndian.PutUint64(head[1:], uint64(kek.ID))
	return seal(v.wrapping(kek), v.random, head, key.secret[:], head)
}

// wrapping is the cipher of a key-encryption key, made at first use: it is used for every person.
func (v *Vault) wrapping(kek Key) cipher.AEAD {
	if c, ok := v.keks.Load(kek.ID); ok {
		return c.(cipher.AEAD)
	}
	c, _ := v.keks.LoadOrStore(kek.ID, gcm(kek.Secret))
	return c.(cipher.AEAD)
}

// Seal encrypts a value and binds it to where it belongs (the id of its event or contact
// point): it opens only with the same binding, so rows cannot be exchanged.
func (k *PersonKey) Seal(plain, bound []byte) ([]byte, error) {
	if k.aead == nil {
		return nil, ErrForgotten
	}
	return seal(k.aead, k.random, nil, plain, bound)
}

// Open decrypts what Seal made; [ErrSealed] if anything differs.
func (k *PersonKey) Open(sealed, bound []byte) ([]byte, error) {
	if k.aead == nil {
		return nil, ErrForgotten
	}
	return open(k.aead, sealed, bound)
}

// Forget overwrites the key in memory; Seal and Open then return [ErrForgotten].
func (k *PersonKey) Forget() {
	clear(k.secret[:])
	k.aead = nil
}

// seal appends nonce and AES-256-GCM ciphertext (NIST SP 800-38D) to dst.
func seal(aead cipher.AEAD, random io.Reader, dst, plain, bound []byte) ([]byte, error) {
	var nonce [nonceSize]byte
	if _, err := io.ReadFull(random, nonce[:]); err != nil {
		return nil, err
	}
	if dst == nil {
		dst = make([]byte, 0, nonceSize+len(plain)+aead.Overhead())
	}
	return aead.Seal(append(dst, nonce[:]...), nonce[:], plain, bound), nil
}

func open(aead cipher.AEAD, sealed, bound []byte) ([]byte, error) {
	if len(sealed) < nonceSize {
		return nil, ErrSealed
	}
	plain, err := aead.Open(nil, sealed[:nonceSize], sealed[nonceSize:], bound)
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

func gcm(key Secret) cipher.AEAD {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // 32 bytes are always a key
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has the block size of GCM
	}
	return aead
}
