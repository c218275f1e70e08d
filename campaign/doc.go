// Package campaign asks people for their consent, by mail.
//
// A consent request is a mail that asks "may we write to you about this?". In law it is advertising
// itself, since it prepares advertising (for Germany LG Berlin, 15 O 346/06; for the United Kingdom the
// fines against Honda and Flybe): so it may go only to those to whom a basis still allows to write, and
// it may not be used to sneak an offer in. A campaign is one such question to one small audience.
//
// Its author writes a [Plan]: the brand, the purposes that are asked for, the notice behind them, a text in
// each language. [Lint] refuses promotion in that text. [Desk.Create] holds every contact of the audience
// against the law and against what she has said before, and lists who is left out and why: who has said no,
// has asked for silence, has agreed already, or has been asked before. [Desk.Start] lets the mails leave,
// a batch at a time; each is decided once more at the moment at which it leaves.
//
// Every mail has a link of its own, to a page with unticked boxes. What is recorded of the mail (message.sent,
// of kind reconfirm) names the boxes that it asked about and the digest of its words; what is answered
// refers to that event. So who was asked and what came back is read from the log, and from nowhere else.
//
// Nobody is asked twice. A contact whose mail was being handed over when the process died is not tried
// again: her mail may have left, so she counts as asked, and the list says that the outcome is unclear.
package campaign
