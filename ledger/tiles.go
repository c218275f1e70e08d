package ledger

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// tileHeight makes tiles of 256 hashes, as C2SP tlog-tiles does.
const tileHeight = 8

// tiles lets tlog read the stored tiles.
type tiles struct {
	ctx     context.Context // of the one operation that the reader serves
	storage Storage
}

func (t tiles) Height() int { return tileHeight }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	ask := make([]Tile, len(wanted))
	for i, w := range wanted {
		ask[i] = Tile{Level: w.L, Index: w.N, Width: w.W}
	}
	got, err := t.storage.Tiles(t.ctx, ask)
	if err != nil {
		return nil, err
	}
	out := make([][]byte, len(wanted))
	for i, w := range wanted {
		if i >= len(got) || len(got[i].Data) != w.W*tlog.HashSize {
			return nil, fmt.Errorf("ledger: tile %s is missing or cut off", w.Path())
		}
		out[i] = got[i].Data
	}
	return out, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {} // they are where they belong

// growth is a tree while records are added: what is new is held here, the rest is read from
// the old tree.
type growth struct {
	size  int64
	old   tlog.HashReader
	known map[int64]tlog.Hash // by tlog's index of stored hashes
}

// begin starts from a tree of some size. It reads the roots of its complete subtrees, which
// are all that new records are ever hashed with, in one go.
func begin(size int64, old tlog.HashReader) (*growth, error) {
	g := &growth{size: size, old: old, known: map[int64]tlog.Hash{}}
	var edge []int64
	for level := 0; size>>level > 0; level++ {
		if n := size >> level; n&1 == 1 {
			edge = append(edge, tlog.StoredHashIndex(level, n-1))
		}
	}
	if len(edge) == 0 {
		return g, nil
	}
	hashes, err := old.ReadHashes(edge)
	if err != nil {
		return nil, fmt.Errorf("read the edge of the tree: %w", err)
	}
	for i, h := range hashes {
		g.known[edge[i]] = h
	}
	return g, nil
}

// add appends one leaf and the nodes that it completes.
func (g *growth) add(leaf tlog.Hash) error {
	hashes, err := tlog.StoredHashesForRecordHash(g.size, leaf, g)
	if err != nil {
		return err
	}
	first := tlog.StoredHashCount(g.size)
	for i, h := range hashes {
		g.known[first+int64(i)] = h
	}
	g.size++
	return nil
}

// ReadHashes implements tlog.HashReader over what is new and the old tree.
func (g *growth) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	var missing []int64
	var places []int
	for i, x := range indexes {
		if h, ok := g.known[x]; ok {
			out[i] = h
		} else {
			missing, places = append(missing, x), append(places, i)
		}
	}
	if len(missing) == 0 {
		return out, nil
	}
	hashes, err := g.old.ReadHashes(missing)
	if err != nil {
		return nil, err
	}
	for i, h := range hashes {
		out[places[i]] = h
	}
	return out, nil
}

// tiles returns the tiles that have changed since the tree had the size from.
func (g *growth) tiles(from int64) ([]Tile, error) {
	var out []Tile
	for _, t := range tlog.NewTiles(tileHeight, from, g.size) {
		data, err := tlog.ReadTileData(t, g)
		if err != nil {
			return nil, err
		}
		out = append(out, Tile{Level: t.L, Index: t.N, Width: t.W, Data: data})
	}
	return out, nil
}
