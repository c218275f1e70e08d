// Package law is the statute book: it answers whether the law of the recipient's country
// lets a message be sent, on which basis, and why.
//
// The law of marketing messages has one shape everywhere. A message needs a basis: the
// person's consent, a sale to an existing customer, a legitimate interest, or whatever else
// a statute names. Which bases are admissible depends on how the message travels, who gets
// it and what it is. Each basis has conditions that must all hold. And beside the bases
// stand gates that close whatever the basis: a no, a ban for a trade, an hour of the night.
//
// So a jurisdiction is a pack of three tables that know no order. Cells: for each channel,
// recipient kind and message kind, the admissible bases. Bases: their conditions, each a
// small expression over facts with its reason and its citation. Gates: what closes, and
// whether the basis stays. Packs are data (YAML under packs/); a country never is Go code.
// Everything is evaluated, always; a message is permitted if no gate is closed and one
// basis holds. Only the headline, the one reason that is shown first, is an ordered list,
// and it cannot change a decision.
//
// Facts are true, false or not known. A fact that a rule needs and that is not known fails
// closed; see [FactTable] for what each absence means. Days and minutes are those of the
// recipient's wall clock; the package knows no time zone, reads no clock and does no I/O
// but to read packs. Two profiles read the packs: prudent (statute and settled practice)
// and statute_only.
package law
