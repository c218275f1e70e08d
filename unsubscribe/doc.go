// Package unsubscribe examines the way out of a mail, whoever sent it.
//
// A mail to many offers its reader two ways out. One is a link in the body, which opens a page.
// The other is in the header, and the reader's program shows it as a button: List-Unsubscribe
// (RFC 2369) names an address, and List-Unsubscribe-Post (RFC 8058) promises that a POST to it
// unsubscribes at once, without a page, a log-in, a cookie or a redirect. Receivers believe the
// promise only if a DKIM signature (RFC 6376) covers both fields; otherwise anybody could
// unsubscribe anybody by adding them on the way.
//
// The difference between GET and POST is what keeps subscribers subscribed: mail scanners open
// every link of a mail before its reader does. GET is a safe method (RFC 9110 §9.2.1), so a page
// that unsubscribes when it is merely opened unsubscribes people who never asked.
//
// The road of an examination goes from what harms nobody to what cannot be undone:
//
//	Read ─► Inspect    fields and body; pure
//	     ─► Verify     the signature, with a look at the DNS
//	     ─► Probe      HEAD and GET of each link, twice
//	     ─► Post       the one-click POST itself, which unsubscribes
//
// Each step answers with [Finding]s: a code, the section of the norm, and what to do. They name
// links by where they stand and never repeat them, since whoever has such a link can use it.
//
// This is about mails of any sender. The pages behind our own links are in room web, the fields
// of our own mails in room mail.
package unsubscribe
