package store_test

import (
	"fmt"
	"testing"

	"assent"
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

// BenchmarkRead shows what a decision asks of the archive: one address, one state.
func BenchmarkRead(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *store.Archive{"SQLite": storetest.SQLite, "PostgreSQL": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			a, org := open(b), newID(b)
			person := addPerson(b, a, org)
			var hash assent.Pseudonym
			read(b, a, org, func(v *store.View) error {
				points, err := v.PointsOf(person)
				hash = points[0].Pseudonym
				return err
			})
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					read(b, a, org, func(v *store.View) error {
						point, _, err := v.PointByPseudonym(assent.EmailAddress, []assent.Pseudonym{hash})
						if err == nil {
							_, err = v.State(point.Person)
						}
						return err
					})
				}
			})
		})
	}
}
