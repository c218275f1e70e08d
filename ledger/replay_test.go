package ledger_test

import (
	"bytes"
	"testing"

	"assent/ledger"
)

func TestAReplayHasTheRootAndTheTilesOfTheLog(t *testing.T) {
	const size = 256*257 + 3 // three levels of tiles
	all := records(0, size)
	log, m, _ := newLog(t)
	head := must(log.Extend(t.Context(), 0, all))(t)

	replayed := map[[2]int64]ledger.Tile{}
	take := func(tile ledger.Tile) { replayed[[2]int64{int64(tile.Level), tile.Index}] = tile }
	r := ledger.Replay{Full: take}
	for i, record := range all {
		if i < 600 && r.Root() != rootOf(all[:i]) {
			t.Fatalf("after %d records the root differs", i)
		}
		r.Add(record)
	}
	for _, tile := range r.Partial() {
		take(tile)
	}
	if r.Size() != size || r.Root() != head.Root {
		t.Errorf("the replay has %d records and the root %s", r.Size(), r.Root())
	}
	if len(replayed) != len(m.tiles) {
		t.Errorf("the replay has %d tiles, the log %d", len(replayed), len(m.tiles))
	}
	for at, tile := range m.tiles {
		if got := replayed[at]; got.Width != tile.Width || !bytes.Equal(got.Data, tile.Data) {
			t.Errorf("tile %v differs", at)
		}
	}
}
