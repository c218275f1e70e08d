package audit

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"assent/store"
)

// catalogue compares the stored versions of the catalogue's items with the digests in the log:
// what people were shown cannot be rewritten afterwards.
func (c *check) catalogue() error {
	var items []store.Item
	err := c.Archive.Read(c.ctx, c.Org, func(v *store.View) (err error) {
		items, err = v.Items()
		return err
	})
	if err != nil {
		return err
	}
	for _, i := range items {
		name := version{i.Kind, i.ID, i.Version}
		want, published := c.items[name]
		delete(c.items, name)
		digest := sha256.Sum256(i.Body)
		switch {
		case !published && i.Number >= c.tree.Size(): // published since
		case !published:
			c.report.find(BadItem, "The log knows nothing of version %s of %s %s.", i.Version, i.Kind, i.ID)
		case i.Number != want.number || hex.EncodeToString(digest[:]) != want.digest:
			c.report.find(BadItem, "Version %s of %s %s is not what event %d published.", i.Version, i.Kind, i.ID, want.number)
		}
	}
	left := slices.SortedFunc(maps.Keys(c.items), func(a, b version) int { return cmp.Compare(c.items[a].number, c.items[b].number) })
	for _, name := range left {
		p := c.items[name]
		c.report.find(BadItem, "Version %s of %s %s, published by event %d, is missing.", name.version, name.kind, name.id, p.number)
	}
	return nil
}
