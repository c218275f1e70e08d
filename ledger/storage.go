package ledger

import (
	"context"
	"errors"
)

// Tile is a run of up to 256 hashes of one level of the tree (C2SP tlog-tiles): hashes
// 256·Index to 256·Index+Width−1 of level 8·Level, where level 0 is the leaf hashes. A wider
// tile begins with the hashes of a narrower one at the same place.
type Tile struct {
	Level int
	Index int64
	Width int    // 1 to 256
	Data  []byte // 32·Width bytes
}

// TileWidth is the number of hashes of a full tile.
const TileWidth = 256

// Checkpoint is a signed statement of the log's size and root, as it is stored.
type Checkpoint struct {
	Size  int64
	Epoch int64  // counts the checkpoints of this log; 0 is none
	Note  []byte // C2SP tlog-checkpoint, a signed note
}

// ErrStale is returned by [Storage.Publish] when another writer has published meanwhile.
var ErrStale = errors.New("ledger: another writer has published a checkpoint meanwhile")

// Storage keeps the tree of one log. Many may read it at once; writers are kept apart by the epoch.
//
// It need not be trusted: what is read is checked against the signed checkpoint.
type Storage interface {
	// Checkpoint returns the latest published checkpoint; the zero Checkpoint if there is none.
	Checkpoint(ctx context.Context) (Checkpoint, error)

	// Tiles fills in Data of the tiles named by Level, Index and Width: the first Width
	// hashes of what is stored there. It is an error if a tile is missing or narrower.
	Tiles(ctx context.Context, tiles []Tile) ([]Tile, error)

	// Publish stores the tiles and next, all or nothing, if the latest checkpoint's epoch is
	// still next.Epoch−1; [ErrStale] otherwise. A tile replaces the narrower one at its place.
	// When Publish returns nil, everything is durable.
	Publish(ctx context.Context, next Checkpoint, tiles []Tile) error
}
