// Package decide is the enquiry desk: may this sender send this message to this person, over
// this channel, at this moment?
//
// The answer is the law's, given in package law; what is decided here is which facts the law
// gets to see. A desk finds the person by the keyed hash of her address, takes her state (or
// the state that was known at a past moment, by folding her events again), adds what the
// catalogue says of the message and what the asker claims of it, and moves every instant to
// the wall clock of the recipient, since the law counts in her days and hours. [Sources] lists,
// fact by fact, where each comes from.
//
// Beside the law the house has gates of its own: the contact point cannot receive the
// channel, the person asked for a pause or for fewer messages, a purpose that this one requires
// does not stand. They can only forbid.
//
// Sends fail closed: when the store does not answer in time the answer is a deny, of reason
// UNAVAILABLE. An address of which nothing is known is put to the law like any other, with no
// facts: most laws deny, some do not.
package decide
