// Package names finds people by their names, which lie encrypted.
//
// Nothing that the database holds of a person can be read without her key, so no query can look for "Dupont". What it
// can look for is a keyed hash: the words of a name are reduced (no accents, no case), and of each the beginning is
// hashed under a key that the database does not have. Two women called Marie have one hash in common; what it stands
// for is seen only by who has the key too. Such a blind index leaks how often each hash occurs and who shares one, and
// to who holds database and key the names themselves, word by word; ADR 0022 says why that is accepted, and what is
// done to keep it small: only beginnings of three and of five letters are hashed, not all, and the rest is compared
// after decryption, one candidate at a time.
//
// A follower of the log keeps the index: each event that brings a name replaces what stood under it. It begins at the
// first event, so that what was recorded before there was an index is found as well. With her erasure the rows of a
// person go, in the same transaction.
package names
