// Package store is the archive: it keeps what happened and what follows from it, in SQLite
// (embedded, the default) or in PostgreSQL, with the same tables and the same statements.
//
// Facts are rows of one log per organisation, numbered from 0 without gaps in the order of
// commits. A writer locks the organisation's log row first, so nothing else needs a lock,
// and who reads an event has all earlier ones too: the log is the outbox that followers
// (tree, mail, index) read behind a cursor of their own. Beside the log lie the sealed personal
// values (erasable, while events are only ever inserted) and the projection: the state of
// each person, found by contact point.
//
// Three verbs are all there is:
//
//   - [Archive.Write] records facts. Many callers wait together; what waits is committed as
//     one transaction (group commit), and each caller hears of its own act only.
//     [Archive.Record] does the same for acts that come by the thousand (see stream.go).
//   - [Archive.Update] changes rows that are no facts: cursors, deliveries, keys, tiles.
//   - [Archive.Read] looks at one consistent snapshot, beside the writers.
//
// An answer from Write or Update means that the rows have reached the disk: SQLite runs with
// synchronous=FULL and PostgreSQL with fsync and synchronous_commit on, and [Open] refuses anything less.
//
// The statements are SQL files under sql/, each named, each prepared when the archive opens,
// each with the organisation as $1. The tables are under migrations/. This is the only
// package that speaks to a database.
//
// # Errors
//
// A database that is down, locked, full or too slow is an [assent.Problem] of code UNAVAILABLE and
// kind Unavailable, with its cause behind it. Everything else is internal, or what the
// caller's own function returned.
package store
