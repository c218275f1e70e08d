// Package assent is the vocabulary of consent: the words that the field uses for
// who agreed to what, and the rules that do not depend on any country's law.
//
// A person (the data subject) is reached at contact points: an e-mail address, a
// phone number, a postal address, a device. What she says and does is recorded as
// events: immutable acts with their evidence. From the events, and from nothing
// else, a fold derives her state: for each contact point, purpose and channel the
// latest yes; for her as a whole the latest no of each scope.
//
// Three ideas carry the package.
//
//   - A yes belongs to one contact point; a no belongs to the person. Withdrawal,
//     refusal and objection (GDPR art. 7(3), art. 21) form one lattice of noes, each
//     with a scope of brand, purpose, channel and party; see [Scope].
//   - State is made of maxima, so that the same events give the same state in any
//     order, with any repetition; see [State.Apply] and [State.Merge].
//   - One function weighs a yes against a no, wherever the question arises; see [Weigh].
//
// The package imports only the standard library, reads no clock and does no I/O.
// Which basis a law admits is the business of package law; who holds the pen is
// package intake; who may be asked is package decide.
package assent
