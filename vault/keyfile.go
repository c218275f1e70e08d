package vault

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"assent"
)

// keysVersion is the version of the key file's form.
const keysVersion = 1

// keyFile is the JSON form of Keys.
type keyFile struct {
	Version   int       `json:"version"`
	Created   time.Time `json:"created"`
	Wrapping  []keyLine `json:"wrapping_keys"`
	Pseudonym []keyLine `json:"pseudonym_keys"`
	Token     []byte    `json:"token_key"`
	Log       string    `json:"log_signing_key"`
	DKIM      []byte    `json:"dkim_key"`
	Custodian []byte    `json:"custodian_key,omitempty"` // public
}

type keyLine struct {
	ID  int64  `json:"id"`
	Key []byte `json:"key"`
}

// Encode writes the keys as indented JSON with base64 values. Keep it in a file that only
// the service can read (0600), and a copy where the database's backups are not.
func (k *Keys) Encode() []byte {
	data, err := json.MarshalIndent(keyFile{
		Version: keysVersion, Created: k.Created,
		Wrapping: lines(k.Wrapping), Pseudonym: lines(k.Pseudonym),
		Token: k.Token[:], Log: k.Log, DKIM: k.DKIM, Custodian: k.Custodian,
	}, "", "  ")
	if err != nil {
		panic(err) // plain values always encode
	}
	return append(data, '\n')
}

func lines(keys []Key) []keyLine {
	out := make([]keyLine, len(keys))
	for i, k := range keys {
		out[i] = keyLine{k.ID, k.Secret[:]}
	}
	return out
}

// ParseKeys reads what Encode wrote; a Problem of code BAD_KEYS says what is wrong, without
// repeating any key.
func ParseKeys(data []byte) (*Keys, error) {
	var f keyFile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if dec.Decode(&f) != nil || dec.More() {
		return nil, badKeys("it is not the JSON that assent init writes")
	}
	if f.Version != keysVersion {
		return nil, badKeys(fmt.Sprintf("its version is %d and this program knows version %d", f.Version, keysVersion))
	}
	if len(f.Token) != KeySize {
		return nil, badKeys("token_key has not 32 bytes")
	}
	k := &Keys{Created: f.Created, Token: Secret(f.Token), Log: f.Log, DKIM: f.DKIM, Custodian: f.Custodian}
	var err error
	if k.Wrapping, err = secrets("wrapping_keys", f.Wrapping); err != nil {
		return nil, err
	}
	if k.Pseudonym, err = secrets("pseudonym_keys", f.Pseudonym); err != nil {
		return nil, err
	}
	return k, k.check()
}

func secrets(name string, list []keyLine) ([]Key, error) {
	out := make([]Key, len(list))
	for i, l := range list {
		if len(l.Key) != KeySize {
			return nil, badKeys(fmt.Sprintf("key %d of %s has not 32 bytes", l.ID, name))
		}
		out[i] = Key{l.ID, Secret(l.Key)}
	}
	return out, nil
}

func badKeys(what string) *assent.Problem {
	return assent.Problemf("BAD_KEYS", "The key file cannot be used: %s. Restore it from its copy; without the right keys nothing personal can be read.", what).OfKind(assent.Unusable)
}
