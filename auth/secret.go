package auth

import (
	"crypto/sha256"
	"encoding/base32"
	"io"
	"strings"
)

// prefix opens every key, so that people and secret scanners recognise one.
const prefix = "as_"

// secretBytes is the randomness of a key: 200 bits, 40 symbols.
const secretBytes = 25

// alphabet is RFC 4648 base 32 in lower case: no symbol that a double click stops at.
var alphabet = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// newSecret draws a key.
func newSecret(random io.Reader) (string, error) {
	var b [secretBytes]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", err
	}
	return prefix + alphabet.EncodeToString(b[:]), nil
}

// looksLikeKey reports whether s could be a key at all; it saves a look into the archive.
func looksLikeKey(s string) bool {
	body, ok := strings.CutPrefix(s, prefix)
	b, err := alphabet.DecodeString(body)
	return ok && err == nil && len(b) == secretBytes
}

// digest is what the archive keeps of a key.
func digest(secret string) [32]byte { return sha256.Sum256([]byte(secret)) }
