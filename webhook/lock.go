package webhook

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"io"

	"assent"
)

// lock seals the secrets of webhooks, each bound to its webhook.
type lock struct {
	key    [32]byte
	random io.Reader
}

var errSealed = errors.New("the secret of a webhook cannot be opened with this key file")

func (l lock) aead() (cipher.AEAD, error) {
	block, err := aes.NewCipher(l.key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func (l lock) seal(id assent.ID, s Secret) ([]byte, error) {
	aead, err := l.aead()
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(l.random, nonce); err != nil {
		return nil, err
	}
	return aead.Seal(nonce, nonce, s, id[:]), nil
}

func (l lock) open(id assent.ID, sealed []byte) (Secret, error) {
	aead, err := l.aead()
	if err != nil {
		return nil, err
	}
	if len(sealed) < aead.NonceSize() {
		return nil, errSealed
	}
	s, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], id[:])
	if err != nil {
		return nil, errSealed
	}
	return s, nil
}
