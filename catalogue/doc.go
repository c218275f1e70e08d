// Package catalogue is what may be asked: the brands that speak, the purposes for which they
// write, the texts a person reads before she answers, and the places where she is asked.
//
// Consent is only as good as the question. GDPR art. 4(11) wants it specific and informed and
// art. 7(1) wants it shown afterwards, so everything that a person can see when she answers
// has a version here, is never changed once it is published, and is named by the event that
// records her answer: the version of the purpose, the notice in the language shown, the
// partner list as it stood.
//
// A [Catalogue] is one immutable snapshot. A [Shelf] keeps the current one at hand and is the
// only way to publish; each publication is an event of the log (catalogue.published), so the
// state of the catalogue at any position of the log can be had again.
//
// Two dependencies tie purposes together: a purpose Requires another (it makes sense only
// beside it) or Withdraws others (leaving it leaves them too). [Catalogue.Leaving] spells
// out what a person leaves with a purpose; package intake writes it into her event.
package catalogue
