// Package index remembers decisions, so that asking for one is a look-up.
//
// Deciding takes a person's state from the store and puts it to the law, some tens of microseconds.
// That is fast for one message and slow for a list of ten million. But a decision stays what it is
// until something happens to the person, to the catalogue, or, all by itself, at a moment that
// is known beforehand. So a decision may be kept, if three things are kept with it: whose
// it is, which event last touched her, and the moment from which it may be another.
//
// A [Table] has one entry for each contact point of an organisation, found by the keyed hash
// of the address (the pseudonym that package vault makes and the store keeps); it holds no address
// and no key, so whoever steals it learns nobody. A [Column] has the decisions of one class of
// question (a purpose, by a channel, for a brand …), one row of 16 bytes for each entry. Rules are not
// known here: package decide makes the decisions, and only they are kept.
//
// The table is fed by the log: [Table.Advance] takes the events from where it stands, forgets
// the rows of the persons they touch, and knows afterwards that every row left is good as of the new
// position. A row is kept only if the store was read after the last event that touched it,
// however the two overlap.
//
// Entries and rows live in memory that the garbage collector does not see: about 75 bytes for a
// contact point, and 16 for each column. Counts by answer, country and language are kept along, so
// that a count of ten million takes microseconds.
package index
