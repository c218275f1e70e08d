package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// ErrCheckpoint is returned for text that is not a checkpoint with exactly one good
// signature by the expected key, in exactly the form in which it was written.
var ErrCheckpoint = errors.New("ledger: not a checkpoint signed by this key")

// Head is what a checkpoint says: the log had Size records, and this root stands for them.
type Head struct {
	Origin string // the name of the log
	Size   int64
	Root   tlog.Hash
	Note   []byte // the checkpoint itself: a C2SP signed note; nil for a log without one
}

// text is the signed part (C2SP tlog-checkpoint): origin, size, root in base64, a line each.
func (h Head) text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", h.Origin, h.Size, h.Root)
}

// sign returns the checkpoint of a tree.
func sign(signer note.Signer, size int64, root tlog.Hash) (Head, error) {
	h := Head{Origin: signer.Name(), Size: size, Root: root}
	signed, err := note.Sign(&note.Note{Text: h.text()}, signer)
	h.Note = signed
	return h, err
}

// OpenCheckpoint reads a checkpoint and checks its signature against the log's verifier
// key ("name+hash+key"). The name of the key must be the log's origin. It returns [ErrCheckpoint]
// if a signature is missing, wrong or unknown, or if a byte could be otherwise.
func OpenCheckpoint(data []byte, vkey string) (Head, error) {
	verifier, err := verifierOf(vkey)
	if err != nil {
		return Head{}, err
	}
	n, err := note.Open(data, note.VerifierList(verifier))
	if err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) > 0 {
		return Head{}, ErrCheckpoint
	}
	h, ok := parseHead(n.Text)
	if !ok || h.Origin != verifier.Name() || string(data) != written(n) {
		return Head{}, ErrCheckpoint
	}
	h.Note = data
	return h, nil
}

// verifierOf reads a verifier key and insists on its one spelling.
func verifierOf(vkey string) (note.Verifier, error) {
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, fmt.Errorf("ledger: not a verifier key: %w", err)
	}
	head := fmt.Sprintf("%s+%08x+", v.Name(), v.KeyHash())
	key, ok := strings.CutPrefix(vkey, head)
	raw, err := strict.DecodeString(key)
	if !ok || err != nil || strict.EncodeToString(raw) != key {
		return nil, errors.New("ledger: not a verifier key in its one spelling")
	}
	return v, nil
}

// parseHead reads the signed part; ok is false unless it is what text would write.
func parseHead(text string) (h Head, ok bool) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 {
		return Head{}, false
	}
	h.Origin = lines[0]
	var err1, err2 error
	h.Size, err1 = strconv.ParseInt(lines[1], 10, 64)
	h.Root, err2 = tlog.ParseHash(lines[2])
	return h, err1 == nil && err2 == nil && h.Size >= 0 && h.text() == text
}

// strict is base64 that refuses what it would not write.
var strict = base64.StdEncoding.Strict()

// written is the one way of writing an opened note with one signature.
func written(n *note.Note) string {
	sig := n.Sigs[0]
	raw, err := strict.DecodeString(sig.Base64)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s\n— %s %s\n", n.Text, sig.Name, strict.EncodeToString(raw))
}
