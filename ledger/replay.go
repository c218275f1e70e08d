package ledger

import "golang.org/x/mod/sumdb/tlog"

// Replay computes a tree anew from its records, for an auditor who believes nothing stored. It
// holds a few hashes per level, however long the log is.
type Replay struct {
	Full func(Tile) // called with each tile as it is filled; may be nil

	size  int64
	edge  []tlog.Hash // roots of the complete subtrees, by level
	tiles []Tile      // the tile that is being filled, by level
}

// Add appends one record.
func (r *Replay) Add(record []byte) {
	h := tlog.RecordHash(record)
	level := 0
	r.keep(level, h)
	for ; r.size>>level&1 == 1; level++ {
		h = tlog.NodeHash(r.edge[level], h)
		r.keep(level+1, h)
	}
	if level == len(r.edge) {
		r.edge = append(r.edge, tlog.Hash{})
	}
	r.edge[level] = h
	r.size++
}

// keep puts the hash of a complete subtree into its tile, if its level is one that tiles hold.
func (r *Replay) keep(level int, h tlog.Hash) {
	if level%tileHeight != 0 {
		return
	}
	row := level / tileHeight
	if row == len(r.tiles) {
		r.tiles = append(r.tiles, Tile{Level: row})
	}
	t := &r.tiles[row]
	t.Width++
	t.Data = append(t.Data, h[:]...)
	if t.Width < TileWidth {
		return
	}
	if r.Full != nil {
		r.Full(*t)
	}
	*t = Tile{Level: row, Index: t.Index + 1}
}

// Size returns the number of records so far.
func (r *Replay) Size() int64 { return r.size }

// Root returns the root over the records so far.
func (r *Replay) Root() tlog.Hash {
	root, none := tlog.Hash{}, true
	for level, h := range r.edge {
		switch {
		case r.size>>level&1 == 0:
		case none:
			root, none = h, false
		default:
			root = tlog.NodeHash(h, root)
		}
	}
	if none {
		root, _ = tlog.TreeHash(0, nil)
	}
	return root
}

// Partial returns the tiles that are begun and not full.
func (r *Replay) Partial() []Tile {
	var out []Tile
	for _, t := range r.tiles {
		if t.Width > 0 {
			out = append(out, t)
		}
	}
	return out
}
