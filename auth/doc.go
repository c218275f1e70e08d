// Package auth says who is knocking, and what they may do.
//
// Programs come with an API key: a random secret such as as_4k7q…, shown once when it is
// made. The archive keeps only its SHA-256, which is enough to recognise the key and useless
// to whoever reads the archive: a secret of 200 random bits cannot be guessed from its hash,
// so none of the slow hashes that passwords need is wanted here.
//
// A key carries scopes, each a set of things that it may do: a shop's checkout records, a
// newsletter tool asks and sends, and neither may erase. A key is revoked, never deleted, so
// that the events it recorded keep naming it. Revoking works from the next request on: every
// request asks the archive. Only while the archive is down is a key that it knew a moment ago
// believed, and only to bring a withdrawal, which must not be turned away, or to ask, which
// is answered by a deny.
package auth
