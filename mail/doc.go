// Package mail is the letter writer: it composes mails, signs them, and hands them over.
//
// A mail is a block of header fields, an empty line, and a body (RFC 5322). Ours has two bodies
// that say the same, plain text and HTML, and the reader's program shows the one it likes
// (multipart/alternative, RFC 2046 §5.1.4). The road of a mail is a straight line:
//
//	Message ─ Compose ─► Letter ─ DKIM.Sign ─► Letter ─ SMTP ─► the next server
//
// A [Message] is what one wants to say. Composing turns it into a [Letter]: the finished bytes
// and the two addresses of its envelope. Signing puts a DKIM-Signature (RFC 6376) in front of
// those bytes, by which the receiver knows that the domain answers for them; from then on not
// a byte may change. SMTP (RFC 5321) hands the letter over, and the next server answers for
// good or for bad: [Permanent] tells the two kinds of bad apart.
//
// A message to many carries two more fields, so that the reader's program can show a button
// "unsubscribe" that works without opening a page: List-Unsubscribe with an https address, and
// List-Unsubscribe-Post (RFC 8058). Receivers trust them only if the signature covers both.
//
// An [Outbox] is a mail server for demonstrations and tests: real SMTP, but what arrives is
// kept to be looked at and goes no further.
package mail
