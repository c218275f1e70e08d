// Package jobs does what happens after an event was written.
//
// The log is the outbox: whoever records an event puts nothing into a queue. Instead, followers
// read the log at their own pace, each behind a cursor that says how far it has come, so that
// nothing is lost when a process ends, and a new follower is a new reader and no change elsewhere.
//
//	log ── follow ──► deliveries ── carry ──► the world (mails, later texts and webhooks)
//	 └──── tree ────► signed checkpoint
//
// An [Errand] is one kind of work that events cause. Following turns each event into deliveries:
// rows that say event, destination, number of tries, and time of the next. The cursor and the
// rows are written in one transaction, hence each delivery exists exactly once. Carrying takes
// deliveries that are due, one try each; one that fails waits, longer each time, and hinders no
// other. A process that dies while carrying leaves its delivery owed, so it is carried again: at
// least once, and recognizable by the event's identifier.
//
// The [Tree] follower keeps the ledger's Merkle tree behind the log and signs its head.
//
// Any number of processes may run the same followers: the delivery's own row decides who takes it.
package jobs
