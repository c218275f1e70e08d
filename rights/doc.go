// Package rights answers what a person may ask of those who hold data about her: which data
// there are (GDPR art. 15), and a copy of them that she can take elsewhere (art. 15(3), 20).
//
// A [Desk] looks a person up by one of her addresses, shows how each of her choices stands,
// lists every event recorded about her with its personal values in clear, and exports it all
// in one document. Erasure (art. 17) is an act like any other and is recorded by package intake,
// which is the only writer of facts; after it the values cannot be read any more, and what is
// shown here is what the law lets the sender keep: that there were acts, when, of which kind,
// and the commitments that stand for what was destroyed.
//
// What she asks for in another way than on her page stands in a log of requests with the day by which it must be
// answered (art. 12(3)); the log, and the trail of who was shown her data, name her by her record alone and outlive
// her erasure. [Daily] warns before a deadline, and does what the calendar asks for: whom the settings or
// the law allow to be kept no longer is told by [Desk.Due].
//
// How much is shown depends on who asks. An operator sees the person. The holder of a mailed link may be
// anyone that the mail was forwarded to, and sees a masked address ([Request], [Leaving], [Why]).
// Who has typed a code from the mailbox sees her own page ([Own], [Desk.OwnExport]): that
// address in full, her others masked, a [Receipt] for each act. The desk counts the tries of those
// codes, and keeps the erasures that wait for their day to be over.
package rights
