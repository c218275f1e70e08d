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
//
// # Writing a pack
//
// A pack is a directory packs/<code>/ of YAML files that add up; packs/schema.json tells
// editors what may stand in them.
//
//  1. pack.yaml: jurisdiction, name, aliases, extends, state (the day whose law it tells), and
//     sources: each norm under a key, with article, quoted clause, and a note on what is doubtful.
//     A pack that extends EU inherits the sources of the common ground (consent, proof,
//     objection …); one that extends common supplies them.
//  2. cells.yaml: rows of channels × recipients × kinds with the admissible bases, in the order
//     in which they are named. A missing list means every value. Rows of the pack go before
//     those it extends, per cell and per day; two rows of one pack must not overlap. A law that
//     changes is two rows, until and from. What kind of message is judged as another, and the
//     service and confirmation cells, are inherited.
//  3. bases.yaml: each basis says what it is over (one and the same consent or relationship must
//     meet all its conditions; nothing: the facts at large), what it is about (the condition
//     without which it is not worth naming), its conditions, and the reason of a permit.
//     Conditions say in an expression what they need, and the reason, text and source of their
//     failure. A name that the extended pack has is replaced as a whole: to change the consent
//     of one country, define "consent" anew.
//  4. gates.yaml: what closes whatever the basis, with closed (unknown closes) or open (unknown
//     closes too), unless (an exception, which headlines can name as spared), timing (the basis
//     stays named). Without kinds a gate concerns marketing. drop takes an inherited gate away.
//  5. Expressions: a flag; {not}, {all}, {any}; {denied: flag} (known to be false); {known: fact};
//     {fact, is | within | fresh | since | before | later_than | at_least | below}, where within
//     sets expires_on and fresh does not; {attempts: {within, at_least}}; {outside: window};
//     {relationship: …} (true of some). {unmet}, {spared}, {basis} and {kind} are for headlines
//     and obligations. [FactTable] lists the facts; registers are register.<id>.listed and so on.
//  6. From, until and profile (prudent, statute_only) stand on rows, bases, conditions, gates and
//     obligations. A reason must stand in the headline list of common, or name a rank of it;
//     unnamed keeps a condition out of the headline, final says that nothing can mend it.
//  7. cases.yaml: worked cases. [Book.Check] wants every row, basis, condition, gate and
//     obligation of the pack exercised: a row met, a basis holding, a condition failing, a gate
//     closed, an obligation imposed.
//  8. equivalent.yaml: [Book.CheckMutants] spoils every rule a little, one at a time, and wants a
//     case to notice. What changes no answer stands here with its proof.
package law
