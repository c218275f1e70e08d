// Package intake is the counter: the only place where facts about people are written.
//
// Whatever reaches the product (a form, a confirmation link, one-click, an API call, an
// imported row) is an [Act]: somebody says that a person did something, at some time, in some
// way. [Desk.Record] turns the act into one event, with one transaction code, and answers with
// a [Receipt]. It does all that an event needs and that cannot be known later:
//
//   - finds the person behind an address, or opens a record for her, by keyed hash only;
//   - fills in what she saw: version of the purpose, notice, partner list;
//   - derives strength and grade of the evidence from the method; nobody may claim to have
//     been on our pages;
//   - writes out what follows: the purposes left with another, the contact points that a no
//     reaches, the blank boxes that are a refusal;
//   - asks for confirmation (consent.requested instead of consent.granted) where the purpose, the
//     law or an earlier no wants it;
//   - seals personal values under the person's key, leaving commitments in the event.
//
// What is written here is never judged here: whether a message may be sent is the business of
// package decide. An act that cannot be taken is refused with a [assent.Problem], and then
// nothing of it is recorded.
package intake
