package intake

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"assent/store"
)

// Part names some acts of many that belong together, as the rows of a file do: which of them were taken is remembered in
// one row, where a receipt of each would be as much as the acts. Those that were not taken may be when they come again.
// The zero part remembers nothing.
type Part struct {
	Name string
	Acts []string // the name of each act under the part's
}

func (p Part) key() string { return "part/" + p.Name }

// known reads which acts of the part were taken before.
func (p Part) known(tx *store.Tx) (map[string]bool, error) {
	if p.Name == "" {
		return nil, nil
	}
	before, found, err := tx.Idempotent(p.key())
	if err != nil || !found {
		return nil, err
	}
	var names []string
	if err := json.Unmarshal(before.Response, &names); err != nil {
		return nil, fmt.Errorf("acts taken before: %w", err)
	}
	known := make(map[string]bool, len(names))
	for _, name := range names {
		known[name] = true
	}
	return known, nil
}

func (p Part) has(known map[string]bool, i int) bool { return len(known) > 0 && known[p.Acts[i]] }

// remember notes which acts are taken now, if that are more than before.
func (p Part) remember(tx *store.Tx, known map[string]bool, out []Outcome) error {
	if p.Name == "" {
		return nil
	}
	taken := map[string]bool{}
	maps.Copy(taken, known)
	for i, o := range out {
		if o.Err == nil {
			taken[p.Acts[i]] = true
		}
	}
	if len(taken) == len(known) {
		return nil
	}
	body, err := json.Marshal(slices.Sorted(maps.Keys(taken)))
	if err != nil {
		return err
	}
	return tx.ReplaceIdempotent(store.Idempotent{Key: p.key(), Digest: sha256.Sum256([]byte(p.Name)), Response: body})
}
