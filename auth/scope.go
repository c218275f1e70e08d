package auth

import (
	"slices"
	"strings"

	"assent"
)

// Scope is one thing that a key may do.
type Scope string

// The scopes.
const (
	Decide  Scope = "decide"  // ask whether a message may be sent; make links for it
	Record  Scope = "record"  // record events
	Send    Scope = "send"    // send messages
	Read    Scope = "read"    // look people up, read their events, proofs and changes
	Erase   Scope = "erase"   // erase people
	Portal  Scope = "portal"  // bring people from a customer area to their choices
	Publish Scope = "publish" // publish purposes, notices, forms and the rest of the catalogue
	Hooks   Scope = "hooks"   // say who is told of events, and with what
)

// Scopes lists every scope.
func Scopes() []Scope { return []Scope{Decide, Record, Send, Read, Erase, Portal, Publish, Hooks} }

// ParseScopes reads scope names; "all" stands for every scope. A Problem of code BAD_SCOPE
// names the ones that exist.
func ParseScopes(names []string) ([]Scope, error) {
	var out []Scope
	for _, name := range names {
		switch s := Scope(name); {
		case name == "all":
			out = append(out, Scopes()...)
		case slices.Contains(Scopes(), s):
			out = append(out, s)
		default:
			return nil, assent.Problemf("BAD_SCOPE", "%q is no scope. The scopes are %s, or all.", name, list(Scopes())).In("scopes")
		}
	}
	if len(out) == 0 {
		return nil, assent.Problemf("BAD_SCOPE", "A key needs at least one scope: %s, or all.", list(Scopes())).In("scopes")
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func list(scopes []Scope) string { return strings.Join(names(scopes), ", ") }

func names(scopes []Scope) []string {
	out := make([]string, len(scopes))
	for i, s := range scopes {
		out[i] = string(s)
	}
	return out
}
