package vault

import (
	"bytes"
	"crypto/ecdh"
	"crypto/hpke"
	"encoding/base64"
	"encoding/json"
	"io"

	"assent"
)

// A capsule holds what may be kept of an erased person for as long as claims can be raised: the
// openings of her addresses (GDPR art. 17(3)(e)). Two locks close it. The inner one is the
// custodian's, the data protection officer's say, whose private key is never on the server: what
// the server has put into a capsule it cannot take out again. The outer one is the key of the month in which
// the capsule's time is over, wrapped like a person's key; when that is destroyed, the custodian
// cannot open the capsule either, in whatever copy.

// Kept is what a capsule keeps of one event.
type Kept struct {
	Event    assent.ID        `json:"event"`
	Openings []assent.Opening `json:"openings"`
}

// Custodian is the private half of the inner lock.
type Custodian struct{ key hpke.PrivateKey }

// custodianPrefix opens the file of a custodian's key.
const custodianPrefix = "assent-custodian-key-1:"

// The inner lock is HPKE (RFC 9180) in base mode.
func kem() hpke.KEM   { return hpke.DHKEM(ecdh.X25519()) }
func kdf() hpke.KDF   { return hpke.HKDFSHA256() }
func aead() hpke.AEAD { return hpke.AES256GCM() }

// NewCustodian draws a key.
func NewCustodian(random io.Reader) (*Custodian, error) {
	var seed Secret
	if _, err := io.ReadFull(random, seed[:]); err != nil {
		return nil, err
	}
	defer clear(seed[:])
	key, err := kem().DeriveKeyPair(seed[:])
	if err != nil {
		return nil, err
	}
	return &Custodian{key}, nil
}

// ParseCustodian reads what Encode wrote; a Problem of code BAD_CUSTODIAN_KEY otherwise.
func ParseCustodian(text []byte) (*Custodian, error) {
	bad := assent.Problemf("BAD_CUSTODIAN_KEY", "This is not a custodian's key as `assent init` writes it.")
	coded, ok := bytes.CutPrefix(bytes.TrimSpace(text), []byte(custodianPrefix))
	if !ok {
		return nil, bad
	}
	raw, err := base64.StdEncoding.DecodeString(string(coded))
	if err != nil {
		return nil, bad
	}
	defer clear(raw)
	key, err := kem().NewPrivateKey(raw)
	if err != nil {
		return nil, bad
	}
	return &Custodian{key}, nil
}

// Encode writes the private key as one line of text, to be kept away from the server.
func (c *Custodian) Encode() ([]byte, error) {
	raw, err := c.key.Bytes()
	if err != nil {
		return nil, err
	}
	return []byte(custodianPrefix + base64.StdEncoding.EncodeToString(raw) + "\n"), nil
}

// Public is what [Keys] knows of the custodian.
func (c *Custodian) Public() []byte { return c.key.PublicKey().Bytes() }

// Keeps reports whether there is a custodian: without one, nothing is kept of the erased.
func (v *Vault) Keeps() bool { return len(v.keys.Custodian) > 0 }

// SealCapsule closes a capsule with both locks, bound to the person's record.
func (v *Vault) SealCapsule(month *PersonKey, person assent.ID, kept []Kept) ([]byte, error) {
	lock, err := kem().NewPublicKey(v.keys.Custodian)
	if err != nil {
		return nil, err
	}
	plain, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	inner, err := hpke.Seal(lock, kdf(), aead(), capsuleInfo(person), plain)
	if err != nil {
		return nil, err
	}
	return month.Seal(inner, capsuleInfo(person))
}

// CheckCapsule reports whether the outer lock opens, and is this person's: as far as the server can
// see, nobody has changed the capsule.
func (k *PersonKey) CheckCapsule(person assent.ID, sealed []byte) bool {
	_, err := k.Open(sealed, capsuleInfo(person))
	return err == nil
}

// OpenCapsule opens both locks; [ErrSealed] if either does not fit.
func (c *Custodian) OpenCapsule(month *PersonKey, person assent.ID, sealed []byte) ([]Kept, error) {
	inner, err := month.Open(sealed, capsuleInfo(person))
	if err != nil {
		return nil, err
	}
	plain, err := hpke.Open(c.key, kdf(), aead(), capsuleInfo(person), inner)
	if err != nil {
		return nil, ErrSealed
	}
	defer clear(plain)
	var kept []Kept
	if err := json.Unmarshal(plain, &kept); err != nil {
		return nil, ErrSealed
	}
	return kept, nil
}

func capsuleInfo(person assent.ID) []byte { return append([]byte("assent/1 capsule "), person[:]...) }
