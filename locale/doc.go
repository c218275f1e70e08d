// Package locale is the interpreters' room: everything assent says to a person, in her language.
//
// A message is a sentence with a key and, where a value belongs, a placeholder in braces:
//
//	page.confirm.title: Please confirm your choices, {brand}
//
// The sentences of a language live in messages/en.yaml and its siblings, and those of a room that has much
// to say in a file of its own beside, messages/en/campaign.yaml; a new language is one new file with all of
// them, and nothing else. The keys of a file are grouped by who speaks:
// reason (why a decision fell so), change (what would have to be otherwise), obligation (text that
// goes into a message), duty (what the sender must see to), origin (where an address came from),
// page, mail, and a few more. [Printer.Explain] makes one paragraph of a decision.
//
// Two things differ between languages more than their words. Plurals: a message that depends on
// a number has one form for each plural category of its language (CLDR, Unicode TR 35 part 3),
// chosen by the number {n}. Dates: each file gives its own pattern and names of months.
//
// Which language a person gets is decided by the order of preference that the caller gives to
// [Locale.Printer]: the link's, then the person's, then her browser's (Accept-Language, RFC
// 9110 §12.5.4), then the organisation's.
package locale
