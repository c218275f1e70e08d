package ledger_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"

	"assent/ledger"

	"golang.org/x/mod/sumdb/note"
)

// memory is a Storage without a disk. Its fields are open to the tests that tamper.
type memory struct {
	checkpoint ledger.Checkpoint
	tiles      map[[2]int64]ledger.Tile
}

func (m *memory) Checkpoint(context.Context) (ledger.Checkpoint, error) { return m.checkpoint, nil }

func (m *memory) Tiles(_ context.Context, wanted []ledger.Tile) ([]ledger.Tile, error) {
	for i, w := range wanted {
		t, ok := m.tiles[[2]int64{int64(w.Level), w.Index}]
		if !ok || t.Width < w.Width {
			return nil, fmt.Errorf("no tile %d/%d of width %d", w.Level, w.Index, w.Width)
		}
		wanted[i].Data = t.Data[:32*w.Width]
	}
	return wanted, nil
}

func (m *memory) Publish(_ context.Context, next ledger.Checkpoint, tiles []ledger.Tile) error {
	if next.Epoch != m.checkpoint.Epoch+1 {
		return ledger.ErrStale
	}
	if m.tiles == nil {
		m.tiles = map[[2]int64]ledger.Tile{}
	}
	for _, t := range tiles {
		m.tiles[[2]int64{int64(t.Level), t.Index}] = t
	}
	m.checkpoint = next
	return nil
}

// newLog makes an empty log with a key of its own.
func newLog(t testing.TB) (*ledger.Log, *memory, string) {
	t.Helper()
	signer, vkey := newSigner(t, "consent.example.org/log")
	m := &memory{}
	return must(ledger.New(m, signer, vkey))(t), m, vkey
}

func newSigner(t testing.TB, name string) (note.Signer, string) {
	t.Helper()
	skey, vkey, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		t.Fatal(err)
	}
	return must(note.NewSigner(skey))(t), vkey
}

// must unwraps a result or fails the test.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func records(from, to int) [][]byte {
	var out [][]byte
	for i := from; i < to; i++ {
		out = append(out, fmt.Appendf(nil, "record %d", i))
	}
	return out
}
