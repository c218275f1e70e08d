package decide_test

import (
	"fmt"
	"testing"
	"time"

	"assent"
	"assent/address"
	"assent/decide"
	. "assent/intake/intaketest"
)

func BenchmarkMaySendKept(b *testing.B) {
	h := New(b)
	d := indexed(b, h)
	h.Record(SignUp(ana, "newsletter"))
	q := assent.Question{Contact: Email(ana), Channel: assent.Email, Purpose: "newsletter", Explain: assent.ExplainCodes}
	b.Run("one", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := d.MaySend(b.Context(), h.Org, q); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("parallel", func(b *testing.B) {
		b.ReportAllocs()
		b.SetParallelism(16)
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				if _, err := d.MaySend(b.Context(), h.Org, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

func BenchmarkWarmAndSort(b *testing.B) {
	h := New(b)
	to := make([]address.Address, 20_000)
	for i := range to {
		to[i] = address.Address{Kind: assent.EmailAddress, Value: fmt.Sprintf("p%d@example.org", i)}
		if i%2 == 0 {
			if _, err := h.Intake.Record(b.Context(), h.Org, SignUp(to[i].Value, "newsletter")); err != nil {
				b.Fatal(err)
			}
		}
	}
	h.Clock.Pass(time.Hour)
	d := indexed(b, h)
	q := assent.Question{Channel: assent.Email, Purpose: "newsletter"}
	b.Run("warm 10000", func(b *testing.B) {
		for b.Loop() {
			if err := d.Warm(b.Context(), h.Org, q, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("sort 20000", func(b *testing.B) {
		sieve, err := d.Sieve(b.Context(), h.Org, q)
		if err != nil {
			b.Fatal(err)
		}
		out := make([]decide.Brief, len(to))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := sieve.Sort(b.Context(), to, out); err != nil {
				b.Fatal(err)
			}
		}
	})
}
