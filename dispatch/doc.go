// Package dispatch is the post room: every mail and every text that leaves the product is written here.
//
// Two sorts leave. Messages of the operator are handed in by [Desk.Send], which asks whether the
// message may be sent at the very moment of sending, puts under it what the law wants to stand
// there, gives it a way out, hands it over, and records that it was sent; a message that may not
// be sent is [Denied]. For mails that another product sends, [Desk.Links] makes the same way out.
//
// Letters of the house answer an act of the person: the request to confirm a sign-up (a mail with a button, a
// text with a code), one reminder of it where that is wished, the receipt of a consent, the link to her own
// page. They follow the log, as errands of package jobs, and hold no advertising. Since a stranger
// can cause some of them by typing somebody's address into a form, they are counted against a budget of the
// address, and another of its domain or its block of numbers.
//
// Addresses are opened with the person's key at the moment of sending and kept nowhere.
package dispatch
