package ledger

import "assent"

// Finding is what a bundle that holds together shows.
type Finding struct {
	Event       *assent.Event
	Openings    []assent.Opening // personal values that are shown; each fits its commitment
	Checkpoint  Head
	Signer      string // verifier key of the log, as the bundle names it
	Established bool   // the key is the one that the reader trusts
}

// Verdict says the finding in one sentence.
func (f Finding) Verdict() string {
	if f.Established {
		return "Proven: the event is recorded as shown in the log " + f.Checkpoint.Origin + ", whose key you trust."
	}
	return "Consistent; signer not established: compare the signer's key with one you got from elsewhere."
}

// Verify checks a bundle by itself: its form, the event's form, each opening, the event's place
// under the signed root, the signature. Trusted is the log's verifier key as the reader got it from
// elsewhere; empty, the finding is consistent but its signer not established. Any byte changed
// leads to a Problem of code BAD_PROOF that says what does not hold; another log's key to
// FOREIGN_PROOF, and text that is no key to BAD_VERIFIER_KEY.
func Verify(data []byte, trusted string) (Finding, error) {
	if _, err := verifierOf(trusted); trusted != "" && err != nil {
		return Finding{}, assent.Problemf("BAD_VERIFIER_KEY", "The key you trust is not a verifier key; it looks like log.example.org+1b2c3d4e+AQID….")
	}
	b, err := decodeBundle(data)
	if err != nil {
		return Finding{}, badProof("The file is not a proof (%s), or it was changed.", bundleFormat)
	}
	e, err := assent.Decode(b.Event)
	if err != nil {
		return Finding{}, badProof("The event in the file is not as it was recorded.")
	}
	if !opens(e.Sealed, b.Open) {
		return Finding{}, badProof("A personal value in the file is not the one that was recorded.")
	}
	p, err := ParseProof(b.Proof)
	if err != nil || p.Index != e.Number {
		return Finding{}, badProof("The proof in the file is damaged or belongs to another event.")
	}
	head, err := p.Check(b.Event, b.Signer)
	if err != nil {
		return Finding{}, badProof("The event is not under a checkpoint signed by %s.", signerName(b.Signer))
	}
	if trusted != "" && trusted != b.Signer {
		return Finding{}, assent.Problemf("FOREIGN_PROOF", "The proof is signed with another key than the one you trust (%s).", trusted).OfKind(assent.Unusable)
	}
	return Finding{e, b.Open, head, b.Signer, trusted != ""}, nil
}

// opens reports whether each opening opens a field of its own, in the order of the fields.
func opens(fields []assent.SealedField, openings []assent.Opening) bool {
	for _, o := range openings {
		i := indexOf(fields, o)
		if i < 0 {
			return false
		}
		fields = fields[i+1:]
	}
	return true
}

func signerName(vkey string) string {
	v, err := verifierOf(vkey)
	if err != nil {
		return "the signer it names"
	}
	return v.Name()
}

func badProof(format string, args ...any) *assent.Problem {
	return assent.Problemf("BAD_PROOF", format, args...).OfKind(assent.Unusable)
}
