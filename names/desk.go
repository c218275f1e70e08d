package names

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"assent"
	"assent/store"
	"assent/vault"
)

// Desk finds people by their names. It is safe for concurrent use.
type Desk struct {
	archive *store.Archive
	vault   *vault.Vault
	secret  [vault.KeySize]byte // of this organisation's hashes
	opened  int                 // candidates that are decrypted for one question at most
}

// New opens the desk of an organisation, whose vault it is.
func New(archive *store.Archive, v *vault.Vault, org assent.ID) *Desk {
	return &Desk{archive, v, v.Derive("names/" + org.String()), opened}
}

// Found is a person with the name by which she was found, in clear.
type Found struct {
	Person assent.ID
	Name   string
}

const (
	opened = 3000 // candidates that are decrypted for one question, some 10 µs each
	listed = 50   // of them shown
)

// ErrTooShort is returned for a question by which half of all people would be found.
var ErrTooShort = assent.Problemf("NAME_TOO_SHORT", "Type at least two letters of a name, or an address, a number, or a customer number.").In("q")

// Find returns the people one of whose names has all the typed words, or words that begin so; the latest first. More
// is true if there may be others than those listed. Problems: [ErrTooShort].
func (d *Desk) Find(ctx context.Context, org assent.ID, typed string) (found []Found, more bool, err error) {
	words := Words(typed)
	slices.SortFunc(words, func(a, b string) int { return cmp.Compare(len(b), len(a)) }) // the rarest first, as a rule
	if len(words) == 0 || utf8.RuneCountInString(words[0]) < 2 {
		return nil, false, ErrTooShort
	}
	var hashes [][]byte
	for _, w := range words {
		hashes = append(hashes, d.hash(asked(w)))
	}
	err = d.archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.PeopleNamed(hashes, d.opened)
		if err != nil {
			return err
		}
		found, more = nil, len(rows) == d.opened
		for _, row := range rows {
			names, err := d.open(v, row)
			if err != nil {
				return err
			}
			if !fits(words, Words(strings.Join(slices.Collect(maps.Values(names)), " "))) {
				continue
			}
			p, _, err := v.Person(row.Person)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(found, func(f Found) bool { return f.Person == p.ID }) {
				continue // two records of one woman
			}
			if len(found) == listed {
				more = true
				return nil
			}
			found = append(found, Found{p.ID, Shown(names)})
		}
		return nil
	})
	return found, more, err
}

// Shown puts the parts of a name together, from the personal values of a person; empty if none is a name.
func Shown(names map[string]string) string {
	if whole := cmp.Or(names["name"], names["full_name"]); whole != "" {
		return whole
	}
	return strings.TrimSpace(cmp.Or(names["given_name"], names["first_name"]) + " " + cmp.Or(names["family_name"], names["last_name"]))
}

// hash is what stands for the beginning of a word: 16 bytes of HMAC-SHA-256.
func (d *Desk) hash(key string) []byte {
	mac := hmac.New(sha256.New, d.secret[:])
	mac.Write([]byte(key))
	return mac.Sum(nil)[:16]
}

// hashes are those of all words of some names.
func (d *Desk) hashes(names map[string]string) [][]byte {
	var all []string
	for _, field := range slices.Sorted(maps.Keys(names)) {
		for _, word := range Words(names[field]) {
			all = append(all, keys(word)...)
		}
	}
	slices.Sort(all)
	var out [][]byte
	for _, key := range slices.Compact(all) {
		out = append(out, d.hash(key))
	}
	return out
}

// open decrypts the names of a record; nil if its key is gone.
func (d *Desk) open(v *store.View, row store.NameRow) (map[string]string, error) {
	record, found, err := v.Record(row.Person)
	if err != nil || !found || len(record.Wrapped) == 0 {
		return nil, err
	}
	key, err := d.vault.Unwrap(record.Wrapped)
	if err != nil {
		return nil, err
	}
	defer key.Forget()
	return unseal(key, row)
}

func unseal(key *vault.PersonKey, row store.NameRow) (names map[string]string, err error) {
	plain, err := key.Open(row.Data, bound(row.Person))
	if err != nil {
		return nil, err
	}
	return names, json.Unmarshal(plain, &names)
}

// bound ties the sealed names to their place.
func bound(person assent.ID) []byte { return append([]byte("assent/1 names "), person[:]...) }
