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

func TestManyHashesAtOnceAreThoseOneByOne(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h, err := newKeyedHash(rapid.SliceOfN(rapid.Byte(), KeySize, KeySize).Draw(r, "key"))
		if err != nil {
			r.Fatal(err)
		}
		values := rapid.SliceOfN(rapid.StringN(0, 60, 80), 0, 3*abreast).Draw(r, "values")
		kind := rapid.SampledFrom([]string{"", "email", "a kind that is as long as two blocks of the cipher or more"}).Draw(r, "kind")
		out := make([][16]byte, len(values))
		h.sums(out, func(i int) (string, string) { return kind, values[i] })
		for i, v := range values {
			if out[i] != h.sum(kind, v) {
				r.Fatalf("%q: %x, want %x", v, out[i], h.sum(kind, v))
			}
		}
	})
}

func BenchmarkKeyedHashes(b *testing.B) {
	h, err := newKeyedHash(make([]byte, KeySize))
	if err != nil {
		b.Fatal(err)
	}
	out := make([][16]byte, 512)
	b.ReportAllocs()
	for b.Loop() {
		h.sums(out, func(int) (string, string) { return "email", "ana.silva@example.org" })
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(out)), "ns/hash")
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
