package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"assent"
	"assent/catalogue"
	"assent/decide"
	"assent/imports"
	"assent/intake"
	"assent/law"
	"assent/link"
	"assent/locale"
	"assent/screen"
	"assent/spool"
	"assent/stats"
	"assent/store"
	"assent/vault"
)

// house is the rooms of one organisation, wired to each other. Verbs that need only some of
// them open it all the same: it is quick, and what is wrong shows at once. An installation with several
// organisations has a house for each (see branches.go), over one archive.
type house struct {
	cfg     Config
	now     func() time.Time
	org     assent.ID
	orgs    []store.Org // all of the installation
	folder  string      // where the organisation's own files are
	ownMail bool        // its mails leave by a server of its own
	archive *store.Archive
	vault   *vault.Vault
	shelf   *catalogue.Shelf
	intake  *intake.Desk
	spool   *spool.Spool
	decide  *decide.Desk
	ask     *spool.Guard // decide, while no withdrawal waits in the spool
	lists   *screen.Desk // screens whole lists in the background
	stops   *stats.Stops // ask, for who sends: what may not be sent is counted
	reach   *stats.Slow[stats.Reach]
	book    *law.Book
	words   *locale.Locale
	links   *link.Mint
	imports *imports.Office
}

// openHouse opens the database and wires the rooms. Close it when done.
func openHouse(ctx context.Context, cfg Config, getenv func(string) string, now func() time.Time) (*house, error) {
	keys, err := vault.LoadKeys(cfg.keysPath(), getenv)
	if err != nil {
		return nil, err
	}
	h := &house{cfg: cfg, now: now, folder: cfg.Data}
	if h.vault, err = vault.New(keys, rand.Reader); err != nil {
		return nil, err
	}
	if h.words, err = locale.Load(); err != nil {
		return nil, err
	}
	if h.book, err = statutes(cfg.LawPacks); err != nil {
		return nil, err
	}
	if h.archive, err = store.Open(ctx, cfg.databaseURL(), store.Options{Now: now}); err != nil {
		return nil, err
	}
	if h.orgs, err = h.archive.Orgs(ctx); err == nil {
		if h.org, err = founding(h.orgs); err == nil {
			err = h.wire()
		}
	}
	if err != nil {
		return nil, errors.Join(err, h.archive.Close())
	}
	return h, nil
}

// wire connects the rooms that write and ask.
func (h *house) wire() (err error) {
	if h.spool, err = spool.Open(h.vault.Derive("spool"), filepath.Join(h.folder, "spool")); err != nil {
		return err
	}
	h.links = link.New(h.vault.Derive, rand.Reader)
	h.shelf = catalogue.New(h.archive, rand.Reader)
	h.intake = intake.New(h.archive, h.vault, h.shelf, intake.Options{
		Now: h.now, Random: rand.Reader, NeedsConfirmation: (&proofs{book: h.book, now: h.now}).doubleOptIn,
	})
	h.imports = h.office()
	h.decide = decide.New(h.archive, h.vault, h.shelf, h.book, h.words, decide.Options{
		Now: h.now, Saved: h.savedIndex(),
	})
	h.ask = &spool.Guard{Desk: h.decide, Spool: h.spool, Now: h.now}
	h.stops = &stats.Stops{Decider: h.ask, Archive: h.archive, Shelf: h.shelf, Org: h.org, Now: h.now}
	h.reach = stats.Reaching(h.decide, h.shelf, h.org, h.now)
	h.lists = screen.NewDesk(screen.Config{
		Archive: h.archive, Org: h.org, Folder: filepath.Join(h.folder, "screenings"), Decide: h.ask, Now: h.now, Random: rand.Reader,
	})
	return nil
}

// Close writes down which messages were stopped in the last moment, and closes the database.
func (h *house) Close() error {
	_, err := h.stops.Round(context.Background())
	return errors.Join(err, h.archive.Close())
}

// statutes are the embedded law packs, and those of the operator's folder if there is one.
func statutes(dir string) (*law.Book, error) {
	if dir == "" {
		return law.Embedded()
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, assent.Problemf("NO_LAW_PACKS", "law_packs names %s, which is not a folder.", dir).In("law_packs")
	}
	packs := os.DirFS(dir)
	if files, err := fs.Glob(packs, "*/*.yaml"); err != nil || len(files) == 0 {
		return nil, assent.Problemf("NO_LAW_PACKS", "There is no law pack in %s: each is a folder of its own with YAML files; see docs/law-packs.md.", dir).In("law_packs")
	}
	return law.Load(packs)
}

// stats tells what was counted.
func (h *house) stats() *stats.Desk {
	return &stats.Desk{Archive: h.archive, Shelf: h.shelf, Now: h.now}
}
