package store_test

import (
	"fmt"
	"testing"

	"assent/store"
	"assent/store/storetest"
)

// BenchmarkWrite shows what group commit gives: acknowledged acts per second by number of callers.
func BenchmarkWrite(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *store.Archive{"SQLite": storetest.SQLite, "PostgreSQL": storetest.Postgres} {
		for _, callers := range []int{1, 16, 128} {
			b.Run(fmt.Sprintf("%s/%d", name, callers), func(b *testing.B) {
				a, org := open(b), newID(b)
				b.SetParallelism(callers)
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						if err := a.Write(b.Context(), org, appending(fact(b))); err != nil {
							b.Error(err)
						}
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
			})
		}
	}
}
