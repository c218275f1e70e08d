// Package rights answers what a person may ask of those who hold data about her: which data
// there are (GDPR art. 15), and a copy of them that she can take elsewhere (art. 15(3), 20).
//
// A [Desk] looks a person up by one of her addresses, shows how each of her choices stands,
// lists every event recorded about her with its personal values in clear, and exports it all
// in one document. It only reads. Erasure (art. 17) is an act like any other and is recorded
// by package intake, which is the only writer; after it the values cannot be read any more,
// and what is shown here is what the law lets the sender keep: that there were acts, when,
// of which kind, and the commitments that stand for what was destroyed.
package rights
