package store

import (
	"context"
	"fmt"

	"assent"
	"assent/ledger"
)

// LedgerStorage keeps the tree of an organisation's log: tiles, and the latest checkpoint,
// which only moves from one epoch to the next.
func (a *Archive) LedgerStorage(org assent.ID) ledger.Storage {
	return tree{a, org}
}

type tree struct {
	archive *Archive
	org     assent.ID
}

func (t tree) Checkpoint(ctx context.Context) (c ledger.Checkpoint, err error) {
	err = t.archive.Read(ctx, t.org, func(v *View) error {
		_, err := v.scan("checkpoint", []any{&c.Size, &c.Epoch, &c.Note})
		return err
	})
	return c, err
}

func (t tree) Tiles(ctx context.Context, tiles []ledger.Tile) ([]ledger.Tile, error) {
	out := make([]ledger.Tile, len(tiles))
	err := t.archive.Read(ctx, t.org, func(v *View) error {
		for i, want := range tiles {
			tile, err := v.tile(want)
			if err != nil {
				return err
			}
			out[i] = tile
		}
		return nil
	})
	return out, err
}

func (v *View) tile(want ledger.Tile) (ledger.Tile, error) {
	var data []byte
	found, err := v.scan("tile", []any{&data}, want.Level, want.Index)
	if err != nil {
		return want, err
	}
	if size := want.Width * 32; found && len(data) >= size {
		want.Data = data[:size]
		return want, nil
	}
	return want, fmt.Errorf("tile %d/%d of width %d is not stored", want.Level, want.Index, want.Width)
}

func (t tree) Publish(ctx context.Context, next ledger.Checkpoint, tiles []ledger.Tile) error {
	return t.archive.Update(ctx, t.org, func(tx *Tx) error {
		if err := tx.publish(next); err != nil {
			return err
		}
		for _, tile := range tiles {
			if err := tx.put("put_tile", tile.Level, tile.Index, tile.Width, tile.Data); err != nil {
				return err
			}
		}
		return nil
	})
}

// publish moves the checkpoint if it still is of the epoch before; its row lock keeps the
// tiles of two writers apart.
func (tx *Tx) publish(next ledger.Checkpoint) error {
	name, args := "move_checkpoint", []any{next.Size, next.Epoch, next.Note}
	if next.Epoch == 1 {
		name = "first_checkpoint"
	}
	moved, err := tx.exec(name, args...)
	if err == nil && moved == 0 {
		return ledger.ErrStale
	}
	return err
}
