package law_test

import (
	"testing"

	"assent/law"
)

func BenchmarkPreparedPermits(b *testing.B) {
	p := embedded(b).Prepare(&law.Facts{Consents: []law.Consent{subscribed(b, "2026-01-10")}}, newsletter("FR"), moment(b, "2026-11-18T11:00"))
	b.ReportAllocs()
	for b.Loop() {
		if !p.Permits() {
			b.Fatal("denied")
		}
	}
}

func BenchmarkPrepare(b *testing.B) {
	book, at := embedded(b), moment(b, "2026-11-18T11:00")
	facts := &law.Facts{Consents: []law.Consent{subscribed(b, "2026-01-10")}}
	b.ReportAllocs()
	for b.Loop() {
		book.Prepare(facts, newsletter("FR"), at)
	}
}

func BenchmarkDecide(b *testing.B) {
	book, at := embedded(b), moment(b, "2026-11-18T11:00")
	facts := &law.Facts{Consents: []law.Consent{subscribed(b, "2026-01-10")}}
	b.ReportAllocs()
	for b.Loop() {
		book.Decide(facts, newsletter("FR"), at)
	}
}

func BenchmarkEmbedded(b *testing.B) {
	for b.Loop() {
		if _, err := law.Embedded(); err != nil {
			b.Fatal(err)
		}
	}
}

func TestDecidingOnPreparedFactsAllocatesNothing(t *testing.T) {
	p := embedded(t).Prepare(&law.Facts{Consents: []law.Consent{subscribed(t, "2026-01-10")}}, newsletter("FR"), moment(t, "2026-11-18T11:00"))
	if n := testing.AllocsPerRun(1000, func() { p.Permits(); p.Basis() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
