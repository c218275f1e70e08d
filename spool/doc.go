// Package spool keeps a no that the archive cannot take just now.
//
// A person who says no must be heard even while the database is down: withdrawals fail
// open, sends fail closed. So when the archive does not answer, her act is written to a
// file, sealed, and brought to the disk before she is told that it is done; it has its
// identifier, its transaction code and its time of receipt at once, and gets its number in
// the log when it is replayed. Until the spool is drained nothing may be sent, since nobody
// can say whose no is waiting: decisions are denied.
//
// A [Counter] stands before package intake and falls back on the [Spool]; a [Guard] stands
// before package decide and denies while anything waits; [Spool.Round] is the job that
// drains it. An act that reached the log after all (the answer was lost, not the write) is
// recognised by its identifier and not recorded twice.
package spool
