package ledger

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrProof is returned for text that is not a proof, or not in the form it was written in.
var ErrProof = errors.New("ledger: not a proof (c2sp.org/tlog-proof@v1)")

const proofHeader = "c2sp.org/tlog-proof@v1\n"

// Proof shows that a record stands at Index in the log whose checkpoint it carries.
type Proof struct {
	Index      int64
	Hashes     []tlog.Hash // from the leaf's sibling upwards
	Checkpoint []byte
}

// String writes the proof in the form of C2SP tlog-proof.
func (p Proof) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%sindex %d\n", proofHeader, p.Index)
	for _, h := range p.Hashes {
		fmt.Fprintf(&b, "%s\n", h)
	}
	fmt.Fprintf(&b, "\n%s", p.Checkpoint)
	return b.String()
}

// ParseProof reads what String writes and nothing else: no extra data, no other spelling. It
// does not check the proof.
func ParseProof(text string) (Proof, error) {
	head, checkpoint, ok := strings.Cut(text, "\n\n")
	head, isProof := strings.CutPrefix(head, proofHeader)
	if !ok || !isProof {
		return Proof{}, ErrProof
	}
	lines := strings.Split(head, "\n")
	if len(lines) > 1+64 { // no tree is higher
		return Proof{}, ErrProof
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	if err != nil || index < 0 {
		return Proof{}, ErrProof
	}
	p := Proof{Index: index, Checkpoint: []byte(checkpoint)}
	for _, line := range lines[1:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return Proof{}, ErrProof
		}
		p.Hashes = append(p.Hashes, h)
	}
	if p.String() != text {
		return Proof{}, ErrProof
	}
	return p, nil
}

// Check checks that the record stands in the log at the proof's index, by the checkpoint
// signed with the log's key, and returns what the checkpoint says.
func (p Proof) Check(record []byte, vkey string) (Head, error) {
	head, err := OpenCheckpoint(p.Checkpoint, vkey)
	if err != nil {
		return Head{}, err
	}
	return head, tlog.CheckRecord(p.Hashes, head.Size, head.Root, p.Index, tlog.RecordHash(record))
}

// CheckConsistency checks that the log at head continues the log at old: nothing that
// old stood for was changed or dropped. The hashes are those of [Log.Consistency].
func CheckConsistency(old, head Head, hashes []tlog.Hash) error {
	if old.Origin != head.Origin {
		return fmt.Errorf("ledger: checkpoints of two logs, %q and %q", old.Origin, head.Origin)
	}
	if old.Size == 0 {
		return nil // every log continues the empty one
	}
	return tlog.CheckTree(hashes, head.Size, head.Root, old.Size, old.Root)
}
