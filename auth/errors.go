package auth

import "assent"

// What can be wrong with a key. Each is answered with 401 Unauthorized (RFC 9110 §15.5.2).
var (
	ErrNoKey      = assent.Problemf("NO_KEY", "This needs an API key: send the header \"Authorization: Bearer as_…\".").OfKind(assent.Forbidden)
	ErrUnknownKey = assent.Problemf("UNKNOWN_KEY", "This API key is not known. Check that it was copied whole; it begins with as_ and has 43 characters.").OfKind(assent.Forbidden)
	ErrRevokedKey = assent.Problemf("REVOKED_KEY", "This API key was revoked. Ask for a new one.").OfKind(assent.Forbidden)
)

// Require refuses a key that lacks the scope, with a Problem of code MISSING_SCOPE (403).
func (k Key) Require(s Scope) error {
	if k.May(s) {
		return nil
	}
	return assent.Problemf("MISSING_SCOPE", "This API key may not do this: it has the scopes %s and needs %s.", list(k.Scopes), s).OfKind(assent.Forbidden)
}
