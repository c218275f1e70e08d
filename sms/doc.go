// Package sms is the texter: it sends short messages and reads what people answer to them.
//
// A text travels from us to a provider by HTTP, from there through the networks of the
// telephone companies to a handset. Three things set it apart from a mail:
//
//   - Its size is money. A text is cut into segments of 160 characters of the GSM alphabet
//     (3GPP TS 23.038), or of 70 if a single character is not in it; longer ones lose a few
//     places of each segment to the mark that joins them. [Measure] counts.
//   - Its way out is a word. Whoever answers STOP wants no more (47 CFR 64.1200(a)(10),
//     CPCE art. L. 34-5), in whatever language and spelling: [Read] knows the words. HELP asks who
//     writes, START takes nothing back by itself.
//   - Its sender may be unable to receive: a name instead of a number cannot be answered, so such
//     texts must offer a page.
//
// The format is that of Twilio, which other providers speak too: [Account] sends and is a
// [Sender]; [Inbound] is a text that the provider reports to us, and [Sign] computes the signature
// by which it proves that it is the provider. An [Outbox] is a provider in this process, for
// demonstrations and tests: real HTTP, but what arrives is kept to be looked at and goes no further.
package sms
