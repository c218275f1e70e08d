package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"assent/decide"
)

// savedIndex is where kept decisions outlive the server: beside the database or the keys, if there is a folder.
func (h *house) savedIndex() decide.Saved {
	if h.cfg.Data == "" {
		return decide.Saved{}
	}
	return decide.Saved{Path: filepath.Join(h.folder, "index"), Stamp: h.stamp}
}

// stamp names the program and the law that decisions were made by: its own bytes, and the operator's law packs. What
// another has decided is not taken over.
func (h *house) stamp() string {
	sum := sha256.New()
	if path, err := os.Executable(); err == nil {
		copyFile(sum, os.DirFS(filepath.Dir(path)), filepath.Base(path))
	}
	if h.cfg.LawPacks != "" {
		packs := os.DirFS(h.cfg.LawPacks)
		_ = fs.WalkDir(packs, ".", func(name string, entry fs.DirEntry, err error) error { // what cannot be read was refused at the start
			if err == nil && !entry.IsDir() {
				_, _ = io.WriteString(sum, name+"\x00")
				copyFile(sum, packs, name)
			}
			return err
		})
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func copyFile(to io.Writer, from fs.FS, name string) {
	f, err := from.Open(name)
	if err != nil {
		return
	}
	defer f.Close()
	_, _ = io.Copy(to, f)
}
