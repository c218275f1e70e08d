package main

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"time"

	"assent"
	"assent/catalogue"
	"assent/intake"
	"assent/store"
	"assent/vault"
)

// house is an organisation with a newsletter, and nobody in it yet: real rooms over a real database.
type house struct {
	dir     string
	kept    bool // the folder stays
	url     string
	org     assent.ID
	archive *store.Archive
	vault   *vault.Vault
	shelf   *catalogue.Shelf
	intake  *intake.Desk
}

// build opens a house on PostgreSQL at url, or on SQLite in a folder of its own if url is empty.
func build(ctx context.Context, url string, o store.Options) (_ *house, err error) {
	h := &house{url: url, org: assent.ID{15: 7}}
	if url == "" {
		if h.dir, err = os.MkdirTemp("", "assent-bench"); err != nil {
			return nil, err
		}
		h.url = "sqlite:" + filepath.Join(h.dir, "assent.db")
	}
	keys, err := vault.Generate(rand.Reader, "bench.example/log", time.Now())
	if err != nil {
		return nil, err
	}
	return h, h.found(ctx, keys, o)
}

// found makes the organisation.
func (h *house) found(ctx context.Context, keys *vault.Keys, o store.Options) (err error) {
	if err := store.Migrate(ctx, h.url); err != nil {
		return err
	}
	if h.vault, err = vault.New(keys, rand.Reader); err != nil {
		return err
	}
	if err := h.enter(ctx, o); err != nil {
		return err
	}
	if err := h.archive.Update(ctx, h.org, func(tx *store.Tx) error { return tx.PutOrg(store.Org{ID: h.org, Name: "Bench"}) }); err != nil {
		return err
	}
	return h.shelf.Publish(ctx, h.org, assent.Actor{Kind: assent.ActorHouse}, time.Now(),
		&catalogue.Settings{Name: "Bench", Country: "FR", Language: "en", PublicURL: "https://bench.example"},
		&catalogue.Purpose{
			ID: "newsletter", Kind: assent.PurposeOwnMarketing, Channels: []assent.Channel{assent.Email},
			Names: catalogue.Texts{"en": "Newsletter"}, Sentences: catalogue.Texts{"en": "Yes, write to me."},
		},
	)
}

// enter opens the archive and the rooms over it.
func (h *house) enter(ctx context.Context, o store.Options) (err error) {
	if h.archive, err = store.Open(ctx, h.url, o); err != nil {
		return err
	}
	h.shelf = catalogue.New(h.archive, rand.Reader)
	h.intake = intake.New(h.archive, h.vault, h.shelf, intake.Options{Now: time.Now, Random: rand.Reader})
	return nil
}

// again is another node on the same database.
func (h *house) again(ctx context.Context, o store.Options) (*house, error) {
	node := &house{url: h.url, org: h.org, vault: h.vault}
	return node, node.enter(ctx, o)
}

func (h *house) close() error {
	err := h.archive.Close()
	if h.dir != "" && !h.kept {
		err = errors.Join(err, os.RemoveAll(h.dir))
	}
	return err
}
