package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"io"
	"time"
)

// What a page must bring back unchanged (the state of a sign-in elsewhere, a secret that is not taken yet) is
// sealed and given to the browser, so that nothing need be kept for visitors who never return.

// sealed is the content of a token.
type sealed struct {
	Until int64           `json:"until,omitempty"` // Unix seconds; 0: no end
	Value json.RawMessage `json:"value"`
}

// seal encrypts a value for one use; for how long it holds, 0 for ever.
func (s *Staff) seal(use string, life time.Duration, value any) (string, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return "", err
	}
	t := sealed{Value: body}
	if life > 0 {
		t.Until = s.Now().Add(life).Unix()
	}
	if body, err = json.Marshal(t); err != nil {
		return "", err
	}
	aead, err := s.aead()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, aead.NonceSize())
	if _, err := io.ReadFull(s.Random, nonce); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(aead.Seal(nonce, nonce, body, []byte(use))), nil
}

// open reads a token of the same use; false if it is foreign, changed or over.
func (s *Staff) open(use, token string, into any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return false
	}
	aead, err := s.aead()
	if err != nil || len(raw) < aead.NonceSize() {
		return false
	}
	body, err := aead.Open(nil, raw[:aead.NonceSize()], raw[aead.NonceSize():], []byte(use))
	if err != nil {
		return false
	}
	var t sealed
	if json.Unmarshal(body, &t) != nil || t.Until != 0 && s.Now().Unix() > t.Until {
		return false
	}
	return json.Unmarshal(t.Value, into) == nil
}

func (s *Staff) aead() (cipher.AEAD, error) {
	block, err := aes.NewCipher(s.Secret[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
