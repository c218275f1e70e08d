package main

import (
	"crypto/rand"

	"assent/auth"
	"assent/portal"
)

// portal opens the side door for people who come from a customer area.
func (h *house) portal() *portal.Desk {
	return portal.New(portal.Config{
		Archive: h.archive, Vault: h.vault, Shelf: h.shelf, Keys: auth.New(h.archive, auth.Options{Now: h.now, Random: rand.Reader}),
		Mint: h.links, Now: h.now, Random: rand.Reader, PublicURL: h.cfg.PublicURL,
	})
}
