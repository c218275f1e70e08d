package vault

import (
	"encoding/hex"
	"testing"

	"github.com/tink-crypto/tink-go/v2/prf/subtle"
	"pgregory.net/rapid"
)

func TestTheKeyedHashIsAESCMAC(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		key := rapid.SliceOfN(rapid.Byte(), KeySize, KeySize).Draw(r, "key")
		kind, value := rapid.String().Draw(r, "kind"), rapid.StringN(0, 40, 70).Draw(r, "value")
		ours, err := newKeyedHash(key)
		if err != nil {
			r.Fatal(err)
		}
		theirs, err := subtle.NewAESCMACPRF(key)
		if err != nil {
			r.Fatal(err)
		}
		want, err := theirs.ComputePRF([]byte(kind+"\x00"+value), 16)
		if got := ours.sum(kind, value); err != nil || hex.EncodeToString(got[:]) != hex.EncodeToString(want) {
			r.Fatalf("%x, want %x (%v)", got, want, err)
		}
	})
}

func BenchmarkKeyedHash(b *testing.B) {
	h, err := newKeyedHash(make([]byte, KeySize))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		h.sum("email", "ana.silva@example.org")
	}
}
