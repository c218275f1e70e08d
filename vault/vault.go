// Package vault is the strong room: the only holder of key material.
//
// Personal data lives encrypted, and three sorts of keys guard it.
//
//   - Each person has a data key of her own (AES-256-GCM). It is stored wrapped: encrypted
//     under a key-encryption key that never enters the database. Destroying the wrapped key
//     makes everything sealed under it unreadable at once, in every copy and backup. That
//     is crypto-shredding, and the way in which erasure (GDPR art. 17) is made good here.
//   - A keyed hash, AES-256-CMAC (NIST SP 800-38B), turns an address into a [assent.Pseudonym]:
//     equal addresses give equal pseudonyms, so a person is found by her address without the
//     address being readable. Whoever steals the database cannot try addresses without the
//     key. Each organisation has its own key, derived from a root by HKDF (RFC 5869).
//   - Two keys sign: one the checkpoints of the ledger, one the mails (DKIM, RFC 6376).
//
// All of them come from one file, [Keys]. Keys carry an identifier, so that a new one can be
// added while what was made with the old one stays readable.
package vault

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"io"
	"sync"

	"assent"

	"golang.org/x/mod/sumdb/note"
)

// KeySize is the length in bytes of every symmetric key.
const KeySize = 32

// Vault uses the keys. It is safe for concurrent use.
type Vault struct {
	keys   *Keys
	random io.Reader
	hashes sync.Map // hashKey → *keyedHash; derived keys, made at first use
	keks   sync.Map // id → cipher.AEAD of the key-encryption key
}

type hashKey struct {
	org assent.ID
	id  int64
}

// New opens the vault with its keys. Random is the source of nonces and new keys;
// crypto/rand.Reader outside tests. It must be safe for concurrent use.
func New(k *Keys, random io.Reader) (*Vault, error) {
	if err := k.check(); err != nil {
		return nil, err
	}
	return &Vault{keys: k, random: random}, nil
}

// Pseudonym is the keyed hash of an address under the current key: what a new row is
// stored under. The value must be in canonical form (see package address).
func (v *Vault) Pseudonym(org assent.ID, kind assent.PointKind, value string) assent.Pseudonym {
	return v.pseudonym(v.keys.Pseudonym[0], org, kind, value)
}

// Pseudonyms is the keyed hash of an address under every key, the current first: what a
// look-up asks for. A retired key stays for as long as rows, and suppressions for ever, carry its id.
func (v *Vault) Pseudonyms(org assent.ID, kind assent.PointKind, value string) []assent.Pseudonym {
	out := make([]assent.Pseudonym, len(v.keys.Pseudonym))
	for i, k := range v.keys.Pseudonym {
		out[i] = v.pseudonym(k, org, kind, value)
	}
	return out
}

// Hasher computes the hash of [Vault.Pseudonym] for many addresses of one organisation. There is none after a
// rotation, when an address may be stored under one of several keys.
func (v *Vault) Hasher(org assent.ID) func(kind assent.PointKind, value string) [16]byte {
	if len(v.keys.Pseudonym) > 1 {
		return nil
	}
	h := v.hash(v.keys.Pseudonym[0], org)
	return func(kind assent.PointKind, value string) [16]byte { return h.sum(string(kind), value) }
}

// Hashes is [Vault.Hasher] for many addresses at once, which takes half the time: each tells the i-th.
func (v *Vault) Hashes(org assent.ID) func(out [][16]byte, each func(i int) (kind, value string)) {
	if len(v.keys.Pseudonym) > 1 {
		return nil
	}
	return v.hash(v.keys.Pseudonym[0], org).sums
}

func (v *Vault) pseudonym(root Key, org assent.ID, kind assent.PointKind, value string) assent.Pseudonym {
	return assent.Pseudonym{KeyID: root.ID, Hash: v.hash(root, org).sum(string(kind), value)}
}

// hash returns the keyed hash of an organisation.
func (v *Vault) hash(root Key, org assent.ID) *keyedHash {
	if h, ok := v.hashes.Load(hashKey{org, root.ID}); ok {
		return h.(*keyedHash)
	}
	key := derive(root.Secret, "pseudonym/"+org.String())
	h, err := newKeyedHash(key[:])
	if err != nil {
		panic(err) // a key of 32 bytes is always one of AES-256
	}
	kept, _ := v.hashes.LoadOrStore(hashKey{org, root.ID}, h)
	return kept.(*keyedHash)
}

// Derive returns the key for one use of links, codes and cookies. Keys of two uses are independent.
func (v *Vault) Derive(use string) [KeySize]byte {
	return derive(v.keys.Token, "token/"+use)
}

// LogSigner returns the key that signs the checkpoints of the ledger.
func (v *Vault) LogSigner() (note.Signer, error) { return note.NewSigner(v.keys.Log) }

// LogVerifierKey returns its public half as C2SP signed-note text, "name+hash+key": what
// an auditor must know, from elsewhere than the database, to establish who signed.
func (v *Vault) LogVerifierKey() string { return v.keys.verifierKey() }

// derive is HKDF-SHA-256 (RFC 5869) without salt: the secret is uniform already.
func derive(secret Secret, info string) [KeySize]byte {
	key, err := hkdf.Key(sha256.New, secret[:], nil, "assent/1 "+info, KeySize)
	if err != nil {
		panic(fmt.Sprintf("derive %q: %v", info, err)) // only a length beyond 255 hashes fails
	}
	return [KeySize]byte(key)
}
