package ledger

import (
	"bytes"
	"encoding/json"
	"errors"

	"assent"
)

// bundleFormat names the form of a bundle.
const bundleFormat = "assent-proof/1"

// maxBundle bounds what Verify reads; a real bundle has some kilobytes.
const maxBundle = 1 << 20

// bundle is the file: one JSON object and a line feed. Every byte of it is bound: by the
// leaf's hash, by a commitment, by the signature, or by there being only one way to write it.
type bundle struct {
	Format string           `json:"format"`
	Event  json.RawMessage  `json:"event"`          // canonical bytes, see assent.Encode
	Open   []assent.Opening `json:"open,omitempty"` // in the order of the event's sealed fields
	Signer string           `json:"signer"`         // verifier key of the log
	Proof  string           `json:"proof"`          // C2SP tlog-proof, with the checkpoint
}

func (b *bundle) encode() ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(b)
	return buf.Bytes(), err
}

// decodeBundle reads the file, and refuses what encode would not have written.
func decodeBundle(data []byte) (*bundle, error) {
	if len(data) > maxBundle {
		return nil, errors.New("too long")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var b bundle
	if err := dec.Decode(&b); err != nil {
		return nil, err
	}
	again, err := b.encode()
	if err != nil || !bytes.Equal(again, data) || b.Format != bundleFormat {
		return nil, errors.New("not in the one form of " + bundleFormat)
	}
	return &b, nil
}

// MakeBundle joins a record (the canonical bytes of an event), the openings of its
// commitments that are to be shown, and its proof, by the log with the verifier key. Openings may be left out:
// then only the commitment shows. It verifies what it has made before it returns it.
func MakeBundle(record []byte, openings []assent.Opening, vkey string, p Proof) ([]byte, error) {
	e, err := assent.Decode(record)
	if err != nil {
		return nil, err
	}
	b := bundle{Format: bundleFormat, Event: record, Open: inOrder(e, openings), Signer: vkey, Proof: p.String()}
	data, err := b.encode()
	if err != nil {
		return nil, err
	}
	_, err = Verify(data, vkey)
	return data, err
}

// inOrder sorts openings into the order of the fields they open; those that open nothing come last.
func inOrder(e *assent.Event, openings []assent.Opening) []assent.Opening {
	var out, rest []assent.Opening
	for _, o := range openings {
		if indexOf(e.Sealed, o) < 0 {
			rest = append(rest, o)
		}
	}
	for _, f := range e.Sealed {
		for _, o := range openings {
			if o.Opens(f) {
				out = append(out, o)
				break
			}
		}
	}
	return append(out, rest...)
}

func indexOf(fields []assent.SealedField, o assent.Opening) int {
	for i, f := range fields {
		if o.Opens(f) {
			return i
		}
	}
	return -1
}
