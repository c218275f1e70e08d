package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"assent"
	"assent/store"
	"assent/vault"
)

// A town of ten million people takes a quarter of an hour to fill, and is the same each time: with -towns it is filled once, and
// opened again by later runs. The index and the answers are always made anew.

// keptHouse opens the house that stands in a folder, or builds one there.
func keptHouse(ctx context.Context, folder string, people int) (*house, error) {
	dir, err := filepath.Abs(filepath.Join(folder, "town-"+strconv.Itoa(people)))
	if err != nil {
		return nil, err
	}
	h := &house{dir: dir, kept: true, url: "sqlite:" + filepath.Join(dir, "assent.db"), org: assent.ID{15: 7}}
	if _, err := os.Stat(h.filled()); err == nil {
		return h, errors.Join(os.RemoveAll(filepath.Join(dir, "index")), h.reopen(ctx))
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700)); err != nil {
		return nil, err
	}
	keys, err := vault.Generate(rand.Reader, "bench.example/log", time.Now())
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(h.keys(), keys.Encode(), 0o600); err != nil {
		return nil, err
	}
	return h, h.found(ctx, keys, store.Options{})
}

// reopen opens a house that was filled before.
func (h *house) reopen(ctx context.Context) error {
	text, err := os.ReadFile(h.keys())
	if err != nil {
		return err
	}
	keys, err := vault.ParseKeys(text)
	if err != nil {
		return err
	}
	if h.vault, err = vault.New(keys, rand.Reader); err != nil {
		return err
	}
	if err := store.Migrate(ctx, h.url); err != nil {
		return err
	}
	return h.enter(ctx, store.Options{})
}

func (h *house) keys() string   { return filepath.Join(h.dir, "keys.json") }
func (h *house) filled() string { return filepath.Join(h.dir, "filled") }
