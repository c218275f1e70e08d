// Package ledger is the sealed book: it makes a list of records tamper-evident.
//
// The records of a log are the leaves of a Merkle tree (RFC 6962 §2.1, SHA-256): a leaf
// is the hash of a record, a node the hash of its two children, and the root stands for all of them in their
// order. The log signs its size and root, a checkpoint. From then on it cannot change,
// drop, insert or back-date a record without the root differing from one that somebody has
// kept. Two short lists of hashes prove things without the whole log: an inclusion proof, that
// a record stands at its number under a root; a consistency proof, that a later tree
// continues an earlier one.
//
// The forms are those of C2SP (c2sp.org): signed-note, tlog-checkpoint, tlog-tiles and
// tlog-proof, so that other people's tools can read them. A [Bundle] joins one record, the
// openings of its commitments and the proof in one file, which [Verify] checks on a machine
// that has nothing else.
//
// A proof shows that an act was recorded as it stands. It does not show that nothing came after.
//
// The package knows nothing of consent, of databases or of clocks.
package ledger
