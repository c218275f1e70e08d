package vault

import (
	"crypto/hmac"
	"crypto/sha256"

	"assent"
)

// StampSuppression authenticates a row of the suppression list: HMAC-SHA-256 under a key derived from
// that of its keyed hash, which is kept for ever. Nobody can put a row on the list who holds no keys;
// so if as many genuine rows are there as erasures have added, none was taken away. The stamp says
// nothing of the person or the erasure that it came from. The zero stamp is for a key that is not ours.
func (v *Vault) StampSuppression(org assent.ID, p assent.Pseudonym, s assent.Scope, day assent.Day) (stamp [32]byte) {
	for _, root := range v.keys.Pseudonym {
		if root.ID != p.KeyID {
			continue
		}
		key := derive(root.Secret, "suppression/"+org.String())
		mac := hmac.New(sha256.New, key[:])
		mac.Write(p.Hash[:])
		for _, word := range []string{s.Brand, s.Purpose, s.Channel, s.Party, string(day)} {
			mac.Write([]byte(word))
			mac.Write([]byte{0})
		}
		copy(stamp[:], mac.Sum(nil))
	}
	return stamp
}
