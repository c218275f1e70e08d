package api

import (
	"fmt"
	"strings"
	"testing"

	"assent/ledger"
)

// pathOf names a tile as c2sp.org/tlog-tiles does; it is the other direction of parseTile.
func pathOf(t ledger.Tile) string {
	digits := fmt.Sprint(t.Index)
	digits = strings.Repeat("0", (3-len(digits)%3)%3) + digits
	var groups []string
	for ; len(digits) > 3; digits = digits[3:] {
		groups = append(groups, "x"+digits[:3])
	}
	path := fmt.Sprintf("%d/%s", t.Level, strings.Join(append(groups, digits), "/"))
	if t.Width < ledger.TileWidth {
		path += fmt.Sprintf(".p/%d", t.Width)
	}
	return path
}

func TestTilesAreNamedAsTheStandardSays(t *testing.T) {
	for path, want := range map[string]ledger.Tile{
		"0/000":               {Level: 0, Index: 0, Width: 256},
		"0/x001/x234/067":     {Level: 0, Index: 1_234_067, Width: 256},
		"2/x999/000.p/255":    {Level: 2, Index: 999_000, Width: 255},
		"1/005.p/1":           {Level: 1, Index: 5, Width: 1},
		"0/x001/000":          {Level: 0, Index: 1000, Width: 256},
		"7/x123/x456/789.p/9": {Level: 7, Index: 123_456_789, Width: 9},
	} {
		if got, ok := parseTile(path); !ok || got.Level != want.Level || got.Index != want.Index || got.Width != want.Width {
			t.Errorf("%s: got %+v, %v", path, got, ok)
		}
	}
}

func TestATreeHasTheTilesThatItsSizeCovers(t *testing.T) {
	for _, c := range []struct {
		path string
		size int64
		want bool
	}{
		{"0/000", 255, false}, {"0/000", 256, true}, {"0/000.p/255", 255, true}, {"0/000.p/2", 1, false},
		{"0/001.p/1", 257, true}, {"0/001.p/1", 256, false}, {"1/000.p/1", 255, false}, {"1/000.p/1", 256, true},
		{"7/x999/x999/x999/x999/999", 1 << 62, false},
	} {
		tile, ok := parseTile(c.path)
		if got := ok && covered(tile, c.size); got != c.want {
			t.Errorf("%s of %d: %v", c.path, c.size, got)
		}
	}
}

// What is read as a tile has exactly this one name.
func FuzzTilePath(f *testing.F) {
	for _, seed := range []string{"0/000", "0/x001/x234/067", "1/000.p/255", "0/0000", "8/000", "0/x000/001", "0/001.p/256", "-1/000", "0/+12", "entries/000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		tile, ok := parseTile(path)
		if !ok {
			return
		}
		if pathOf(tile) != path {
			t.Errorf("%q is read as %+v, whose name is %q", path, tile, pathOf(tile))
		}
		covered(tile, 1<<40) // must not panic
	})
}
