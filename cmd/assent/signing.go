package main

import (
	"slices"

	"assent"
	"assent/mail"
)

// check refuses a word that says of nobody that he signs.
func (c SMTP) check() error {
	if slices.Contains([]mail.Signing{mail.SignedHere, mail.SignedByRelay, mail.Unsigned}, mail.Signing(c.DKIM)) {
		return nil
	}
	return assent.Problemf("BAD_DKIM", `smtp.dkim is "here", "relay" or "none": who signs the mails.`).In("smtp.dkim")
}

// signature is by what we sign mails; nil if we do not.
func (h *house) signature() *mail.DKIM {
	if mail.Signing(h.cfg.SMTP.DKIM) != mail.SignedHere {
		return nil
	}
	key, _ := h.vault.DKIMKey()
	return &mail.DKIM{Selector: h.cfg.SMTP.Selector, Key: key}
}
