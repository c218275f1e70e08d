package vault

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"time"

	"assent"

	"golang.org/x/mod/sumdb/note"
)

// Secret is a symmetric key. It is written only by [Keys.Encode].
type Secret [KeySize]byte

// Key is one secret with the id that is stored beside whatever was made with it.
type Key struct {
	ID     int64
	Secret Secret
}

// Keys is all key material of one installation. The first of a list is the current key;
// the others are kept to read what was made with them.
type Keys struct {
	Created   time.Time
	Wrapping  []Key  // key-encryption keys: they wrap the persons' keys
	Pseudonym []Key  // roots of the organisations' keyed hashes
	Token     Secret // root of link, code and cookie keys
	Log       string // signs checkpoints: a private key in the form of golang.org/x/mod/sumdb/note
	DKIM      []byte // signs mails: RSA-2048, PKCS #8 DER
	Custodian []byte // public half of the key that opens capsules (X25519); empty: nothing is kept of the erased
}

// Generate draws the keys of a new installation. Origin names the log in its checkpoints
// ("consent.example.org/log"): a host name and path without scheme, that nobody else uses.
func Generate(random io.Reader, origin string, now time.Time) (*Keys, error) {
	k := &Keys{Created: now.UTC().Truncate(time.Second)}
	var err error
	if k.Log, _, err = note.GenerateKey(random, origin); err != nil {
		return nil, err
	}
	if k.verifierKey() == "" {
		return nil, assent.Problemf("BAD_ORIGIN", "The name of the log must be a host name and path without spaces or plus signs, as in consent.example.org/log.")
	}
	if k.DKIM, err = newDKIM(random); err != nil {
		return nil, err
	}
	if _, err := io.ReadFull(random, k.Token[:]); err != nil {
		return nil, err
	}
	if err := k.TurnWrapping(random); err != nil {
		return nil, err
	}
	return k, k.TurnPseudonym(random)
}

// TurnWrapping adds a new key-encryption key and makes it the current one. Afterwards every
// person's key is to be rewrapped ([Vault.Rewrap]); then the old one can be struck out.
func (k *Keys) TurnWrapping(random io.Reader) (err error) {
	k.Wrapping, err = turn(k.Wrapping, random)
	return err
}

// TurnPseudonym adds a new root of keyed hashes and makes it the current one. The old one is
// kept for ever: a suppression outlives the address it was made from and cannot be hashed anew.
func (k *Keys) TurnPseudonym(random io.Reader) (err error) {
	k.Pseudonym, err = turn(k.Pseudonym, random)
	return err
}

// turn puts a fresh key before the others.
func turn(keys []Key, random io.Reader) ([]Key, error) {
	fresh := Key{ID: 1}
	for _, k := range keys {
		fresh.ID = max(fresh.ID, k.ID+1)
	}
	if _, err := io.ReadFull(random, fresh.Secret[:]); err != nil {
		return keys, err
	}
	return append([]Key{fresh}, keys...), nil
}

// check refuses keys that could not do their work.
func (k *Keys) check() error {
	if err := checkIDs("wrapping_keys", k.Wrapping); err != nil {
		return err
	}
	if err := checkIDs("pseudonym_keys", k.Pseudonym); err != nil {
		return err
	}
	if k.verifierKey() == "" {
		return badKeys("log_signing_key is not a signing key")
	}
	if _, err := parseDKIM(k.DKIM); err != nil {
		return badKeys("dkim_key is not an RSA or Ed25519 key in PKCS #8")
	}
	if _, err := kem().NewPublicKey(k.Custodian); err != nil && len(k.Custodian) > 0 {
		return badKeys("custodian_key is not a public key of X25519")
	}
	return nil
}

func checkIDs(name string, keys []Key) error {
	if len(keys) == 0 {
		return badKeys(name + " is empty")
	}
	seen := map[int64]bool{}
	for _, k := range keys {
		if k.ID < 1 || seen[k.ID] {
			return badKeys(fmt.Sprintf("the ids of %s are not positive and distinct", name))
		}
		seen[k.ID] = true
	}
	return nil
}

// verifierKey derives the public form of the log's key; empty if the key is malformed.
func (k *Keys) verifierKey() string {
	signer, err := note.NewSigner(k.Log)
	if err != nil {
		return ""
	}
	// PRIVATE+KEY+name+hash+base64 of the algorithm's number and the seed; base64 may hold a plus sign itself.
	parts := strings.SplitN(k.Log, "+", 5)
	raw, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(raw) != 1+ed25519.SeedSize {
		return ""
	}
	public := ed25519.NewKeyFromSeed(raw[1:]).Public().(ed25519.PublicKey)
	vkey, err := note.NewEd25519VerifierKey(signer.Name(), public)
	if err != nil {
		return ""
	}
	return vkey
}
