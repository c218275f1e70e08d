package vault

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"

	"assent"

	"golang.org/x/mod/sumdb/note"
)

// Branch is the vault of a further organisation of the installation. Links, codes, cookies and the ledger have keys of
// their own there, derived from the installation's and the organisation's identifier: a link of one organisation is
// unreadable to every other, and each log is signed under a name of its own (see [Generate] for origin). What wraps the
// persons' keys, signs mails and opens capsules is the installation's.
func (v *Vault) Branch(org assent.ID, origin string) (*Vault, error) {
	keys := *v.keys
	keys.Token = derive(v.keys.Token, "branch/token/"+org.String())
	var err error
	if keys.Log, err = signingKey(origin, derive(v.keys.Token, "branch/log/"+org.String())); err != nil {
		return nil, err
	}
	return New(&keys, v.random)
}

// signingKey writes a seed as a private key in the form of golang.org/x/mod/sumdb/note.
func signingKey(name string, seed [ed25519.SeedSize]byte) (string, error) {
	public := ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey)
	verifier, err := note.NewEd25519VerifierKey(name, public)
	if err != nil {
		return "", fmt.Errorf("name of the log: %w", err)
	}
	_, rest, _ := strings.Cut(verifier, "+")
	hash, public64, _ := strings.Cut(rest, "+")
	algorithm, err := base64.StdEncoding.DecodeString(public64)
	if err != nil {
		return "", err
	}
	return "PRIVATE+KEY+" + name + "+" + hash + "+" + base64.StdEncoding.EncodeToString(append(algorithm[:1:1], seed[:]...)), nil
}
