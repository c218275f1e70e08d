package ledger_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"testing"

	"assent/ledger"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// rootOf computes the RFC 6962 root from all records at once, by its definition.
func rootOf(records [][]byte) tlog.Hash {
	switch n := len(records); n {
	case 0:
		return tlog.Hash(sha256.Sum256(nil))
	case 1:
		return tlog.RecordHash(records[0])
	default:
		half := 1
		for half*2 < n {
			half *= 2
		}
		return tlog.NodeHash(rootOf(records[:half]), rootOf(records[half:]))
	}
}

func TestALogGrownInAnyStepsHasTheRootOfItsDefinition(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		log, _, _ := newLog(t)
		all, size := records(0, 1200), 0
		for _, step := range rapid.SliceOfN(rapid.IntRange(0, 300), 1, 4).Draw(rt, "steps") {
			back := rapid.IntRange(0, min(size, 5)).Draw(rt, "back") // a follower begins again
			head := must(log.Extend(t.Context(), int64(size-back), all[size-back:size+step]))(t)
			size += step
			if head.Size != int64(size) || head.Root != rootOf(all[:size]) {
				rt.Fatalf("after %d records the head is %d %s", size, head.Size, head.Root)
			}
		}
	})
}

func TestEveryRecordIsProvenAndNoOther(t *testing.T) {
	log, _, vkey := newLog(t)
	all := records(0, 700) // three tiles of the lowest level
	must(log.Extend(t.Context(), 0, all))(t)
	for i, r := range all {
		p := must(log.Prove(t.Context(), int64(i)))(t)
		head := must(p.Check(r, vkey))(t)
		if head.Size != 700 {
			t.Fatalf("proof of %d is under a tree of %d", i, head.Size)
		}
		if _, err := p.Check([]byte("another"), vkey); err == nil {
			t.Fatalf("the proof of %d proves another record", i)
		}
		if again := must(ledger.ParseProof(p.String()))(t); again.String() != p.String() {
			t.Fatalf("the proof of %d is not read as it was written", i)
		}
	}
	for _, n := range []int64{-1, 700, 1 << 40} {
		if _, err := log.Prove(t.Context(), n); !errors.Is(err, ledger.ErrNotYet) {
			t.Errorf("record %d: %v", n, err)
		}
	}
}

func TestALaterTreeContinuesEveryEarlierOne(t *testing.T) {
	log, _, _ := newLog(t)
	var heads []ledger.Head
	for _, size := range []int{0, 1, 2, 3, 255, 256, 257, 512, 513, 900} {
		heads = append(heads, must(log.Extend(t.Context(), 0, records(0, size)))(t))
	}
	for _, old := range heads[1:] {
		head, hashes, err := log.Consistency(t.Context(), old.Size)
		if err != nil || ledger.CheckConsistency(old, head, hashes) != nil {
			t.Errorf("900 does not continue %d: %v", old.Size, err)
		}
		old.Root[0] ^= 1
		if ledger.CheckConsistency(old, head, hashes) == nil {
			t.Errorf("900 continues another tree of %d", old.Size)
		}
	}
}

func TestOfTwoWritersOneIsToldToTryAgain(t *testing.T) {
	signer, vkey := newSigner(t, "consent.example.org/log")
	shared := &memory{}
	quick := must(ledger.New(shared, signer, vkey))(t)
	slow := must(ledger.New(&overtaken{shared, func() {
		must(quick.Extend(t.Context(), 0, records(0, 2)))(t)
	}}, signer, vkey))(t)
	if _, err := slow.Extend(t.Context(), 0, records(0, 3)); !errors.Is(err, ledger.ErrStale) {
		t.Errorf("the slower writer is told %v", err)
	}
	if head := must(quick.Head(t.Context()))(t); head.Size != 2 {
		t.Errorf("the head has %d records", head.Size)
	}
}

// overtaken lets another writer publish just before its own.
type overtaken struct {
	*memory
	other func()
}

func (o *overtaken) Publish(ctx context.Context, next ledger.Checkpoint, tiles []ledger.Tile) error {
	o.other()
	return o.memory.Publish(ctx, next, tiles)
}

func TestALogTakesOnlyTheVerifierKeyOfItsSigner(t *testing.T) {
	signer, _ := newSigner(t, "consent.example.org/log")
	_, other := newSigner(t, "consent.example.org/log")
	if _, err := ledger.New(&memory{}, signer, other); err == nil {
		t.Error("it took another")
	}
}

func TestRecordsThatDoNotFollowAreRefused(t *testing.T) {
	log, _, _ := newLog(t)
	must(log.Extend(t.Context(), 0, records(0, 3)))(t)
	if _, err := log.Extend(t.Context(), 4, records(4, 5)); !errors.Is(err, ledger.ErrGap) {
		t.Errorf("got %v", err)
	}
}

func TestAChangedTileIsNeverBelieved(t *testing.T) {
	log, m, _ := newLog(t)
	must(log.Extend(t.Context(), 0, records(0, 700)))(t)
	for _, tile := range m.tiles {
		tile.Data[17] ^= 1
		_, err := log.Prove(t.Context(), tile.Index*256)
		_, err2 := log.Extend(t.Context(), 700, records(700, 701))
		if err == nil && err2 == nil {
			t.Errorf("tile %d/%d can be changed", tile.Level, tile.Index)
		}
		tile.Data[17] ^= 1
	}
}

func TestALogWithAForeignCheckpointHasNoHead(t *testing.T) {
	log, m, _ := newLog(t)
	other, n, _ := newLog(t)
	must(log.Extend(t.Context(), 0, records(0, 3)))(t)
	must(other.Extend(t.Context(), 0, records(0, 3)))(t)
	m.checkpoint = n.checkpoint
	if _, err := log.Head(t.Context()); !errors.Is(err, ledger.ErrCheckpoint) {
		t.Errorf("got %v", err)
	}
}
