// Package webhook is the courier: it tells other programs of events, each by a POST to an address of theirs.
//
// A webhook turns waiting around. Instead of asking every minute what is new, a shop or a mailing product
// says once where it wants to be told, and of what. Three things make that harder than it looks.
//
//   - The receiver must know that it is we who speak. Each request is signed as the Standard Webhooks
//     specification 1.0.0 says: HMAC-SHA-256 over identifier, time and body under a secret that only the two
//     know. While a secret is being exchanged for another, both sign.
//   - Receivers fail. A delivery is tried again, each time after a longer wait, always under the same
//     identifier, so that a receiver that got it twice can tell. A receiver that fails is left in peace for a
//     while, and after some days of nothing but failures it is switched off, and somebody is told. Nothing is
//     lost: what it missed lies ready for when it is switched on again.
//   - Whoever may name an address may make us call it, also one that only we can reach: the database beside us,
//     the metadata service of a cloud (server-side request forgery). So it is the address that is dialled in
//     the end that is checked, not the name that stood there, and redirections are not followed.
//
// The body is a CloudEvent 1.0 in JSON, of a type such as assent.consent.withdrawn. It holds no personal data
// but identifiers, unless the webhook is set to get them; then they are opened at the moment of sending, and
// nothing of them is kept here.
//
//	log ── follow ──► deliveries ── carry ──► receiver
//
// Each webhook has deliveries of its own, beside those of mails: a slow receiver hinders nobody else.
package webhook
