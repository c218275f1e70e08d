package audit

import (
	"maps"
	"slices"

	"assent/store"
)

// trail compares the operators' trail with the digests that sealed it: what somebody looked at cannot be
// taken back by whoever administers the database.
func (c *check) trail() error {
	for _, number := range slices.Sorted(maps.Keys(c.seals)) {
		var rows []store.TrailRow
		err := c.Archive.Read(c.ctx, c.Org, func(v *store.View) (err error) {
			rows, err = v.TrailSealedBy(number)
			return err
		})
		if err != nil {
			return err
		}
		if seal := c.seals[number]; len(rows) != seal.Entries || store.TrailDigest(rows) != seal.Digest {
			c.report.find(BadTrail, "The operators' trail is not the one that event %d sealed: of %d entries, %d are there.", number, seal.Entries, len(rows))
		}
	}
	return nil
}
