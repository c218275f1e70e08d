// Package web is the reception: the pages that a person meets.
//
// She arrives in one of three ways. At /f/{form} she signs up: the page shows each purpose as an
// unticked box with its sentence, and what was shown is what is recorded, because the server
// derives the hash of the wording itself. At /c/{token} she confirms, from the mail that
// followed. At /u/{token} she leaves, from a link that any mail carries and that never ends.
// Who has lost her link asks for a new one at /o/{form}. At /w/{token} a mail tells which act and which
// rule allowed it.
//
// Her own page is at /p/{token}: what she receives, her history with its receipts, her data. Mails are
// forwarded, so its link alone shows a masked address and lets her leave. The rest opens by six
// digits, mailed to the address and typed in the browser that asked for them.
//
// Three rules hold everywhere. GET and HEAD never change anything, since mail scanners fetch every
// link they see (RFC 9110 §9.2.1). A page says the same thing whether an address is known or not.
// A withdrawal is never made harder than a consent (GDPR art. 7(3)): it needs no code, no log-in, and for
// mail programs no page at all (RFC 8058); a second step only if joining took two.
//
// Each page is one struct and one template of the same name, drawn by [Pages.Draw] without a
// database. Which blocks a page of leaving or of one's own has, in which words, an organisation chooses by
// publishing variants; see [catalogue.Page]. Pages need no JavaScript, load nothing from elsewhere, and set a
// cookie only when somebody has signed up, asked for a code, or stopped something that can be undone. The package holds what a
// person typed only as long as the request runs, and writes none of it to logs or addresses.
package web
