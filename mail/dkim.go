package mail

import (
	"bytes"
	"crypto"
	"fmt"
	"strings"

	"assent"

	"github.com/emersion/go-msgauth/dkim"
)

// DKIM signs letters for the domain of their sender's address (RFC 6376), so that the signature
// is aligned with what the person sees (RFC 7489 §3.1.1). The public key stands in the DNS of each
// such domain at <Selector>._domainkey.<domain>, as a TXT record.
type DKIM struct {
	Selector string
	Key      crypto.Signer // RSA of 2048 bits, which everyone verifies, or Ed25519 (RFC 8463)
}

// Signing says who signs letters before they reach their receiver. Large mailbox providers refuse mails to many
// that nobody has signed, and show the one-click button only if the signature covers both of its fields (RFC 8058 §4).
type Signing string

// Who signs.
const (
	SignedHere    Signing = "here"  // we do
	SignedByRelay Signing = "relay" // the mail server that we hand them to does; whoever runs it knows
	Unsigned      Signing = "none"  // nobody does
)

// signed lists the header fields that the signature covers. Those that are absent are listed all
// the same: nobody can add them afterwards (RFC 6376 §5.4). Both list fields are among them, as
// RFC 8058 §4 demands.
var signed = []string{
	"From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
	"Content-Language", "Auto-Submitted",
	"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
}

// Check finds what would make signing fail, before the first mail does.
func (d DKIM) Check() error {
	switch {
	case d.Key == nil:
		return assent.Problemf("DKIM_NO_KEY", "DKIM needs a signing key; `assent init` makes one.")
	case d.Selector == "":
		return assent.Problemf("DKIM_NO_SELECTOR", "DKIM needs a selector: the name of the key in the DNS, as in assent.").In("smtp.dkim_selector")
	}
	return nil
}

// Sign puts a signature in front of the letter. It covers every byte of the body and the header
// fields of [signed]; relaxed canonicalization lets relays fold lines anew.
func (d DKIM) Sign(l Letter) (Letter, error) {
	var out bytes.Buffer
	_, domain, _ := strings.Cut(l.From, "@")
	err := dkim.Sign(&out, bytes.NewReader(l.Raw), &dkim.SignOptions{
		Domain: domain, Selector: d.Selector, Signer: d.Key,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed,
		BodyCanonicalization:   dkim.CanonicalizationRelaxed,
		HeaderKeys:             signed,
	})
	if err != nil {
		return Letter{}, fmt.Errorf("sign mail: %w", err)
	}
	l.Raw = out.Bytes()
	return l, nil
}
