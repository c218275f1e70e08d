package ledger

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// ErrGap is returned by [Log.Extend] for records that do not follow on the log.
var ErrGap = errors.New("ledger: records are missing before these")

// ErrNotYet is returned for a number that no checkpoint covers yet; the tree follows the
// log within a second.
var ErrNotYet = errors.New("ledger: not yet under a checkpoint")

// Log is the tree of one log. It keeps nothing in memory, so any number of processes may
// read; if two extend at once, one gets [ErrStale] and tries again.
type Log struct {
	storage Storage
	signer  note.Signer // nil: this log can prove but not grow
	vkey    string
}

// New makes a log over its storage. The verifier key is the public half of the signer.
func New(storage Storage, signer note.Signer, vkey string) (*Log, error) {
	v, err := verifierOf(vkey)
	if err != nil {
		return nil, err
	}
	if signer != nil && (signer.Name() != v.Name() || signer.KeyHash() != v.KeyHash()) {
		return nil, errors.New("ledger: the verifier key is not that of the signer")
	}
	return &Log{storage, signer, vkey}, nil
}

// Head returns the latest checkpoint, its signature checked; Note is nil if there is none yet.
func (l *Log) Head(ctx context.Context) (Head, error) {
	head, _, err := l.head(ctx)
	return head, err
}

func (l *Log) head(ctx context.Context) (head Head, epoch int64, err error) {
	c, err := l.storage.Checkpoint(ctx)
	if err != nil || c.Epoch == 0 {
		root, _ := tlog.TreeHash(0, nil)
		return Head{Root: root}, 0, err
	}
	head, err = OpenCheckpoint(c.Note, l.vkey)
	if err == nil && head.Size != c.Size {
		err = ErrCheckpoint
	}
	return head, c.Epoch, err
}

// Extend puts records under a new checkpoint, signs and publishes it. The first has number
// from; those that are under a checkpoint already are passed over, so a follower may begin
// again where it likes. It returns the head after them, [ErrGap] or [ErrStale].
func (l *Log) Extend(ctx context.Context, from int64, records [][]byte) (Head, error) {
	head, epoch, err := l.head(ctx)
	if err != nil {
		return Head{}, err
	}
	if from > head.Size {
		return Head{}, ErrGap
	}
	records = records[min(head.Size-from, int64(len(records))):]
	if len(records) == 0 {
		return head, nil
	}
	if l.signer == nil {
		return Head{}, errors.New("ledger: the log cannot grow without its signing key")
	}
	next, tiles, err := l.grow(ctx, head, records)
	if err != nil {
		return Head{}, err
	}
	return next, l.storage.Publish(ctx, Checkpoint{Size: next.Size, Epoch: epoch + 1, Note: next.Note}, tiles)
}

// grow computes the tiles and the signed head after some more records.
func (l *Log) grow(ctx context.Context, head Head, records [][]byte) (Head, []Tile, error) {
	g, err := begin(head.Size, l.reader(ctx, head))
	if err != nil {
		return Head{}, nil, err
	}
	for _, r := range records {
		if err := g.add(tlog.RecordHash(r)); err != nil {
			return Head{}, nil, err
		}
	}
	root, err := tlog.TreeHash(g.size, g)
	if err != nil {
		return Head{}, nil, err
	}
	tiles, err := g.tiles(head.Size)
	if err != nil {
		return Head{}, nil, err
	}
	next, err := sign(l.signer, g.size, root)
	return next, tiles, err
}

// Prove returns the proof that the record of that number is in the log; [ErrNotYet] if no
// checkpoint covers it.
func (l *Log) Prove(ctx context.Context, number int64) (Proof, error) {
	head, err := l.Head(ctx)
	if err != nil {
		return Proof{}, err
	}
	if number < 0 || number >= head.Size {
		return Proof{}, ErrNotYet
	}
	hashes, err := tlog.ProveRecord(head.Size, number, l.reader(ctx, head))
	if err != nil {
		return Proof{}, fmt.Errorf("prove record %d: %w", number, err)
	}
	return Proof{Index: number, Hashes: hashes, Checkpoint: head.Note}, nil
}

// Consistency returns the head and the proof that it continues the log as it was at an old size.
func (l *Log) Consistency(ctx context.Context, old int64) (Head, []tlog.Hash, error) {
	head, err := l.Head(ctx)
	if err != nil || old == 0 {
		return head, nil, err
	}
	if old > head.Size {
		return head, nil, ErrNotYet
	}
	hashes, err := tlog.ProveTree(head.Size, old, l.reader(ctx, head))
	return head, hashes, err
}

// reader reads hashes out of the stored tiles and checks them against the head.
func (l *Log) reader(ctx context.Context, head Head) tlog.HashReader {
	return tlog.TileHashReader(tlog.Tree{N: head.Size, Hash: head.Root}, tiles{ctx, l.storage})
}
