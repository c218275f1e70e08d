package vault

import (
	"encoding/json"

	"assent"
)

// SealOpenings encrypts the openings of an event's commitments under the key of the person
// concerned, bound to the event: the row that lies beside the log and can be erased.
func (k *PersonKey) SealOpenings(event assent.ID, openings []assent.Opening) ([]byte, error) {
	plain, err := json.Marshal(openings)
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	return k.Seal(plain, event[:])
}

// OpenOpenings decrypts what SealOpenings made; [ErrSealed] if it belongs to another event.
func (k *PersonKey) OpenOpenings(event assent.ID, sealed []byte) ([]assent.Opening, error) {
	plain, err := k.Open(sealed, event[:])
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	var openings []assent.Opening
	if err := json.Unmarshal(plain, &openings); err != nil {
		return nil, ErrSealed
	}
	return openings, nil
}
