package spool

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"assent"
	"assent/intake"
)

// Full is how many acts a spool holds; a flood must not fill the disk that the database needs.
const Full = 100_000

// ErrFull is returned when no folder of the spool takes an act.
var ErrFull = assent.Problemf("SPOOL_FULL", "This cannot be taken just now. Please try again in a few minutes.").OfKind(assent.Unavailable)

const suffix = ".act"

// Spool is one or more folders of sealed acts, one file each, named so that they sort by time
// of receipt. It is safe for concurrent use.
type Spool struct {
	dirs    []string
	aead    cipher.AEAD
	waiting atomic.Int64
}

// Open opens the folders, making those that are missing (readable by their owner only), and
// counts what waits there. The key seals the files: an act may hold an address.
func Open(key [32]byte, dirs ...string) (*Spool, error) {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	s := &Spool{dirs: dirs}
	if s.aead, err = cipher.NewGCMWithRandomNonce(block); err != nil {
		return nil, err
	}
	for _, dir := range dirs {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("spool: %w", err)
		}
	}
	files, err := s.files()
	s.waiting.Store(int64(len(files)))
	return s, err
}

// Waiting is the number of acts that are not in the log yet.
func (s *Spool) Waiting() int64 { return s.waiting.Load() }

// Put keeps an act and returns when it is on the disk; [ErrFull] if no folder takes it. The
// act names its event and its time of receipt.
func (s *Spool) Put(act intake.Act) error {
	if s.waiting.Add(1) > Full {
		s.waiting.Add(-1)
		return ErrFull
	}
	body, err := json.Marshal(act)
	if err != nil {
		s.waiting.Add(-1)
		return fmt.Errorf("spool: %w", err)
	}
	name := act.Event.String() + suffix
	sealed := s.aead.Seal(nil, nil, body, []byte(name))
	var failures []error
	for _, dir := range s.dirs {
		if err := writeDurably(dir, name, sealed); err == nil {
			return nil
		} else {
			failures = append(failures, err)
		}
	}
	s.waiting.Add(-1)
	return errors.Join(append(failures, ErrFull)...)
}

// writeDurably writes a file that is there whole after a crash, or not at all.
func writeDurably(dir, name string, data []byte) error {
	f, err := os.CreateTemp(dir, "new-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// read opens one file.
func (s *Spool) read(path string) (intake.Act, error) {
	var act intake.Act
	sealed, err := os.ReadFile(path)
	if err != nil {
		return act, err
	}
	body, err := s.aead.Open(nil, nil, sealed, []byte(filepath.Base(path)))
	if err != nil {
		return act, fmt.Errorf("spool: %s was changed or sealed under other keys", filepath.Base(path))
	}
	return act, json.Unmarshal(body, &act)
}

// files lists the files of all folders, the oldest first.
func (s *Spool) files() ([]string, error) {
	var out []string
	for _, dir := range s.dirs {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return nil, fmt.Errorf("spool: %w", err)
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), suffix) {
				out = append(out, filepath.Join(dir, e.Name()))
			}
		}
	}
	slices.SortFunc(out, func(a, b string) int { return strings.Compare(filepath.Base(a), filepath.Base(b)) })
	return out, nil
}
