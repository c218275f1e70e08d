package vault_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"assent/vault"
)

// The log's private key ends in base64, which may hold the plus sign that also separates its parts.
func TestEveryDrawOfKeysCanBeUsed(t *testing.T) {
	for seed := range 12 {
		random := rand.NewChaCha8([32]byte{byte(seed)})
		if _, err := vault.Generate(random, "consent.example.org/log", time.Unix(0, 0)); err != nil {
			t.Fatalf("draw %d: %v", seed, err)
		}
	}
}
