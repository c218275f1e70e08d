package vault

import (
	"errors"
	"io/fs"
	"os"

	"assent"
)

// The environment variables that [LoadKeys] looks at, in this order.
const (
	EnvKeys     = "ASSENT_KEYS"      // the content of a key file
	EnvKeysFile = "ASSENT_KEYS_FILE" // its path
)

// LoadKeys reads the keys from the environment or else from the file at path. It refuses
// a file that anyone but its owner can read.
func LoadKeys(path string, getenv func(string) string) (*Keys, error) {
	if text := getenv(EnvKeys); text != "" {
		return ParseKeys([]byte(text))
	}
	if other := getenv(EnvKeysFile); other != "" {
		path = other
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, assent.Problemf("KEYS_MISSING", "There is no key file at %s. Restore it, name it in %s, or make a new installation with assent init.", path, EnvKeysFile).OfKind(assent.Unusable)
	}
	if err != nil {
		return nil, err
	}
	if open := info.Mode().Perm() & 0o077; open != 0 {
		return nil, assent.Problemf("KEYS_EXPOSED", "Others can read the key file %s (mode %04o). Say: chmod 600 %s", path, info.Mode().Perm(), path).OfKind(assent.Unusable)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return ParseKeys(data)
}
