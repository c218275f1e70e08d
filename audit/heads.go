package audit

import (
	"bytes"

	"assent"
	"assent/ledger"
)

// claim is a checkpoint that the log must bear out.
type claim struct {
	ledger.Head
	outside bool // kept elsewhere
}

// heads reads the checkpoint that is stored and those from elsewhere.
func (c *check) heads(outside []string) error {
	stored, err := c.storage.Checkpoint(c.ctx)
	if err != nil {
		return err
	}
	if stored.Epoch == 0 {
		if err := c.unsigned(); err != nil {
			return err
		}
	} else {
		head, err := ledger.OpenCheckpoint(stored.Note, c.Key)
		switch {
		case err != nil:
			c.report.find(BadCheckpoint, "The stored checkpoint is not signed with the key of the log.")
		case head.Size != stored.Size:
			c.report.find(BadCheckpoint, "The stored checkpoint covers %d events and its row says %d.", head.Size, stored.Size)
		}
		if err == nil {
			c.report.Head = head
			c.claims = append(c.claims, claim{Head: head})
		}
	}
	for i, text := range outside {
		head, err := ledger.OpenCheckpoint([]byte(text), c.Key)
		if err != nil {
			return assent.Problemf("BAD_CHECKPOINT", "Checkpoint %d of those given is not one that this log has signed.", i+1)
		}
		if head.Size > c.report.Head.Size {
			c.report.find(RolledBack, "A checkpoint that was kept elsewhere covers %d events and the stored one %d: the archive was put back to an earlier time.", head.Size, c.report.Head.Size)
		}
		c.claims = append(c.claims, claim{head, true})
	}
	return nil
}

// unsigned notes a tree without a checkpoint: the two are published together.
func (c *check) unsigned() error {
	_, err := c.storage.Tiles(c.ctx, []ledger.Tile{{Width: 1}})
	if _, away := assent.AsProblem(err); away || c.ctx.Err() != nil {
		return err
	}
	if err == nil {
		c.report.find(BadCheckpoint, "The tree is there and the checkpoint that signs it is missing: it was removed.")
	}
	return nil
}

// grown compares the tree, each time it has grown by a record, with what was claimed of it at that size.
func (c *check) grown() {
	size := c.tree.Size()
	if size == c.report.Head.Size {
		c.tiles = append(c.tiles, c.tree.Partial()...)
	}
	for _, claim := range c.claims {
		if claim.Size != size {
			continue
		}
		switch same := c.tree.Root() == claim.Root; {
		case same && claim.outside:
			c.report.Outside++
		case same:
		case claim.outside:
			c.report.find(RolledBack, "The first %d events are not those of a checkpoint that was kept elsewhere.", size)
		default:
			c.report.find(BadCheckpoint, "The first %d events are not those that the stored checkpoint was signed for.", size)
		}
	}
}

// short notes the checkpoints that cover more events than there are.
func (c *check) short() {
	for _, claim := range c.claims {
		sort, where := BadCheckpoint, "The stored checkpoint"
		if claim.outside {
			sort, where = RolledBack, "A checkpoint that was kept elsewhere"
		}
		if claim.Size > c.tree.Size() {
			c.report.find(sort, "%s covers %d events and there are %d: the end of the log is missing.", where, claim.Size, c.tree.Size())
		}
	}
}

// compareTiles compares the tiles that were computed since with the stored ones.
func (c *check) compareTiles() error {
	defer func() { c.tiles = nil }()
	for _, want := range c.tiles {
		if (want.Index*ledger.TileWidth+int64(want.Width))<<(8*want.Level) > c.report.Head.Size {
			continue // not under the checkpoint yet
		}
		got, err := c.storage.Tiles(c.ctx, []ledger.Tile{{Level: want.Level, Index: want.Index, Width: want.Width}})
		if _, away := assent.AsProblem(err); away || c.ctx.Err() != nil {
			return err
		}
		if err != nil || !bytes.Equal(got[0].Data, want.Data) {
			c.report.find(BadTile, "Tile %d of level %d is missing or does not follow from the events.", want.Index, want.Level)
		}
	}
	return nil
}
