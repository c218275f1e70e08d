// Package portal is the side door: from the customer area of an organisation straight to a person's choices.
//
// Somebody who is logged in at the organisation's own site should not have to prove again who she is. The site
// says so: its server asks for a link by API and sends her browser there, or it prints a form with a button
// ("all my choices", "stop everything") whose fields it has signed. Neither puts an address into a URL.
//
// The signature is an HMAC-SHA-256 (RFC 2104) over the fields of the form, one a line, under a secret that
// follows from an API key: it is shown by GET /v1/portal, stored nowhere, and dies with the key. A signed form
// names the site that it stands on, holds for ten minutes at most and is good for one press.
//
// Who comes in by this door has been vouched for by the sender of the messages, who would like to have her
// yes. So her word counts for less than with a code from her mailbox: a no is taken at once, a yes is one of a
// form (grade D), and is confirmed by mail wherever a form's would be. To see her data, to be erased or to change
// her address she has a code mailed like everybody else.
package portal
