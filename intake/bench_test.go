package intake_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"assent"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/store/storetest"
)

// BenchmarkRecord shows acknowledged acts per second by number of writers, each act a claimed yes of somebody new.
func BenchmarkRecord(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"SQLite": storetest.SQLiteURL, "PostgreSQL": storetest.PostgresURL} {
		for _, writers := range []int{1, 256} {
			b.Run(fmt.Sprintf("%s/%d", name, writers), func(b *testing.B) { record(b, url(b), writers) })
		}
	}
}

func record(b *testing.B, url string, writers int) {
	h := intaketest.Open(b, url)
	var next atomic.Int64
	b.SetParallelism(max(1, writers/4))
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			act := intaketest.Claim(fmt.Sprintf("reader%d@example.org", next.Add(1)), "newsletter", intaketest.Start.Add(-time.Hour))
			if _, err := h.Intake.Record(b.Context(), h.Org, act); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
}

// BenchmarkRecordAll is an import's part of it: 500 acts in a call.
func BenchmarkRecordAll(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"SQLite": storetest.SQLiteURL, "PostgreSQL": storetest.PostgresURL} {
		b.Run(name, func(b *testing.B) {
			h := intaketest.Open(b, url(b))
			for n := 0; b.Loop(); n++ {
				acts := make([]intake.Act, 500)
				for i := range acts {
					acts[i] = intaketest.Claim(fmt.Sprintf("reader%d.%d@example.org", n, i), "newsletter", intaketest.Start.Add(-time.Hour))
					acts[i].Actor = assent.Actor{Kind: assent.ActorKey, ID: "shop"}
				}
				if _, err := h.Intake.RecordAll(b.Context(), h.Org, acts); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(500*float64(b.N)/b.Elapsed().Seconds(), "acts/s")
		})
	}
}
