package main

import "assent/names"

// names finds people by what they are called.
func (h *house) names() *names.Desk { return names.New(h.archive, h.vault, h.org) }
