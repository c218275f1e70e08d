package feedback

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"

	"assent"
)

var errSealed = errors.New("the signing key of an address cannot be opened with this key file")

// seal encrypts what a product signs with, bound to its address.
func seal(key [32]byte, id assent.ID, plain string) ([]byte, error) {
	aead, err := aead(key)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, []byte(plain), id[:]), nil
}

func open(key [32]byte, id assent.ID, sealed []byte) (string, error) {
	aead, err := aead(key)
	if err != nil {
		return "", err
	}
	plain, err := aead.Open(nil, nil, sealed, id[:])
	if err != nil {
		return "", errSealed
	}
	return string(plain), nil
}

func aead(key [32]byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}
