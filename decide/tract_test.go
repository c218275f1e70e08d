package decide

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"assent"

	"pgregory.net/rapid"
)

// readers share all identifiers, a few at a time, and come to an end.
func TestTractsHoldEverybodyOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		near := rapid.Custom(func(r *rapid.T) assent.ID { // crowds: most identifiers are near to others
			return idOf(rapid.Uint64Range(1<<40, 1<<40+50).Draw(r, "time"), rapid.Uint64().Draw(r, "rest"))
		})
		any := rapid.Custom(func(r *rapid.T) assent.ID {
			return idOf(rapid.Uint64().Draw(r, "high"), rapid.Uint64Min(1).Draw(r, "low"))
		})
		all := rapid.SliceOfN(rapid.OneOf(near, near, any), 0, 200).Draw(r, "ids")
		slices.SortFunc(all, compareIDs)
		all = slices.Compact(all)
		most, tracts := rapid.IntRange(1, 20).Draw(r, "at a time"), newTracts(everyone)
		var mu sync.Mutex
		var read []assent.ID
		var readers sync.WaitGroup
		for range 3 {
			readers.Go(func() {
				for t, ok := tracts.next(); ok; t, ok = tracts.next() {
					var some []assent.ID
					for _, id := range all {
						if compareIDs(id, t.after) > 0 && compareIDs(id, t.last) <= 0 && len(some) < most {
							some = append(some, id)
						}
					}
					if more := len(some) == most; more {
						t.after = some[most-1]
					}
					tracts.done(t, len(some) == most)
					mu.Lock()
					read = append(read, some...)
					mu.Unlock()
				}
			})
		}
		readers.Wait()
		slices.SortFunc(read, compareIDs)
		if !slices.Equal(read, all) {
			r.Fatalf("%d of %d were read", len(read), len(all))
		}
	})
}

func compareIDs(a, b assent.ID) int { return bytes.Compare(a[:], b[:]) }
