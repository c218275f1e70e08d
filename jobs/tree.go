package jobs

import (
	"context"
	"errors"

	"assent"
	"assent/ledger"
	"assent/store"
)

// Tree is the [Job] that keeps the ledger's tree behind an organisation's log: a new event is
// under a signed checkpoint within a second.
type Tree struct {
	archive *store.Archive
	org     assent.ID
	log     *ledger.Log
	head    *store.Head
	grown   int64 // so many events are known to be under a checkpoint
}

// branch is the most leaves that one checkpoint adds.
const branch = 4096

// Grow makes the follower that extends the log's tree.
func Grow(archive *store.Archive, org assent.ID, log *ledger.Log) *Tree {
	return &Tree{archive: archive, org: org, log: log, head: archive.Head(org)}
}

// Name tells the job in the log of the program.
func (t *Tree) Name() string { return "tree" }

// Round puts the next events under a checkpoint. It needs no cursor: the checkpoint is one. If
// another process was faster, nothing is lost and the next round begins after its work.
func (t *Tree) Round(ctx context.Context) (more bool, err error) {
	if events, err := t.head.Read(ctx); err != nil || events == t.grown {
		return false, err
	}
	head, err := t.log.Head(ctx)
	if err != nil {
		return false, err
	}
	var records [][]byte
	err = t.archive.Read(ctx, t.org, func(v *store.View) (err error) {
		records, err = v.Bodies(head.Size, branch)
		return err
	})
	if err == nil && len(records) > 0 {
		head, err = t.log.Extend(ctx, head.Size, records)
	}
	if errors.Is(err, ledger.ErrStale) {
		return true, nil
	}
	if err == nil {
		t.grown = head.Size
	}
	return len(records) == branch, err
}
