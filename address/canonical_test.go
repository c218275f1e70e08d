package address

import (
	"testing"

	"pgregory.net/rapid"
)

func TestAPlainAddressIsReadAsItStands(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := rapid.StringMatching(`[a-z.+_-]{0,4}@?[a-z0-9.-]{0,8}\.?[a-z0-9-]{0,3}`).Draw(r, "address")
		agrees(r, s)
	})
}

func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"ana@example.org", "a..b@example.org", "a@b.1", "a@xn--b.org", "a@-b.org", "a@b-.org", "a@b.c-", "@b.org"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { agrees(t, s) })
}

// agrees holds what canonical says against the long way.
func agrees(t interface{ Fatalf(string, ...any) }, s string) {
	if !canonical(s) {
		return
	}
	if a, err := read(s); err != nil || a.Value != s {
		t.Fatalf("canonical takes %q, which is read as %q, %v", s, a.Value, err)
	}
}

func BenchmarkEmail(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Email("ana.silva@example.org"); err != nil {
			b.Fatal(err)
		}
	}
}
