package auth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"assent"
	"assent/store"
)

// Key is an API key as the archive knows it: everything but the secret.
type Key struct {
	ID      assent.ID `json:"id"`
	Label   string    `json:"label"`
	Scopes  []Scope   `json:"scopes"`
	Created time.Time `json:"created_at"`
	Revoked time.Time `json:"revoked_at,omitzero"`
}

// May reports whether the key carries the scope.
func (k Key) May(s Scope) bool { return slices.Contains(k.Scopes, s) }

// Actor is how events name the key.
func (k Key) Actor() assent.Actor { return assent.Actor{Kind: assent.ActorKey, ID: k.ID.String()} }

// Options are what the desk needs from outside.
type Options struct {
	Now    func() time.Time
	Random io.Reader
}

// Desk makes, recognises and revokes keys.
type Desk struct {
	archive *store.Archive
	Options
	seen sync.Map // keyAt → Key: those that held when the archive last answered
}

// keyAt is the digest of a secret at one organisation: what is good there is unknown at every other.
type keyAt struct {
	org  assent.ID
	hash [32]byte
}

// New returns a desk over the archive.
func New(archive *store.Archive, o Options) *Desk { return &Desk{archive: archive, Options: o} }

// Note adds to the trail what was changed with a key: the identifiers stand in it, and nothing personal.
func (d *Desk) Note(ctx context.Context, org assent.ID, k Key, act, changed string) error {
	id, err := assent.NewID(d.Now(), d.Random)
	if err != nil {
		return err
	}
	row := store.TrailRow{ID: id, At: d.Now(), Act: act, Detail: "key " + k.ID.String() + " " + changed}
	return d.archive.Update(ctx, org, func(tx *store.Tx) error { return tx.PutTrail(row) })
}

// Create makes a key and returns its secret, which is never shown again. The label says whose
// it is ("shop checkout"). A Problem of code BAD_LABEL or BAD_SCOPE if the input is at fault.
func (d *Desk) Create(ctx context.Context, org assent.ID, label string, scopes []Scope) (string, Key, error) {
	if label == "" || assent.CheckLine("label", label, 100) != nil {
		return "", Key{}, assent.Problemf("BAD_LABEL", "A key needs a label of at most 100 characters that says who uses it.").In("label")
	}
	scopes, err := ParseScopes(names(scopes))
	if err != nil {
		return "", Key{}, err
	}
	now := d.Now()
	id, err := assent.NewID(now, d.Random)
	if err != nil {
		return "", Key{}, err
	}
	secret, err := newSecret(d.Random)
	if err != nil {
		return "", Key{}, err
	}
	k := Key{ID: id, Label: label, Scopes: scopes, Created: now.UTC().Truncate(time.Millisecond)}
	err = d.archive.Update(ctx, org, func(tx *store.Tx) error { return tx.PutKey(k.row(digest(secret))) })
	if err != nil {
		return "", Key{}, fmt.Errorf("keep key: %w", err)
	}
	return secret, k, nil
}

// Verify recognises a key by its secret. A Problem of code NO_KEY, UNKNOWN_KEY or REVOKED_KEY
// says what is wrong with it. While the archive does not answer, a key that it knew a moment ago
// may still record and ask; see package spool.
func (d *Desk) Verify(ctx context.Context, org assent.ID, secret string) (Key, error) {
	if secret == "" {
		return Key{}, ErrNoKey
	}
	if !looksLikeKey(secret) {
		return Key{}, ErrUnknownKey
	}
	hash := digest(secret)
	k, err := d.look(ctx, org, hash)
	switch {
	case notAnswered(err):
		return d.remembered(keyAt{org, hash}, err)
	case err != nil:
		d.seen.Delete(keyAt{org, hash})
		return Key{}, err
	}
	d.seen.Store(keyAt{org, hash}, k)
	return k, nil
}

// look finds a key in the archive.
func (d *Desk) look(ctx context.Context, org assent.ID, hash [32]byte) (Key, error) {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	var row store.KeyRow
	var found bool
	err := d.archive.Read(ctx, org, func(v *store.View) (err error) {
		row, found, err = v.KeyByHash(hash)
		return err
	})
	switch {
	case err != nil:
		return Key{}, fmt.Errorf("look up key: %w", err)
	case !found:
		return Key{}, ErrUnknownKey
	case !row.Revoked.IsZero():
		return Key{}, ErrRevokedKey
	}
	return keyOf(row), nil
}

// Patience is how long the archive may take to find a key.
const Patience = 500 * time.Millisecond

func notAnswered(err error) bool {
	p, ok := assent.AsProblem(err)
	return ok && p.Kind == assent.Unavailable || errors.Is(err, context.DeadlineExceeded)
}

// remembered recognises, while the archive does not answer, a key that held when it last did,
// for what must go on then: to take a no, which is spooled, and to be told that nothing may be
// sent. Everything else waits for the archive anyway.
func (d *Desk) remembered(at keyAt, cause error) (Key, error) {
	found, ok := d.seen.Load(at)
	if !ok {
		return Key{}, cause
	}
	k := found.(Key)
	k.Scopes = slices.DeleteFunc(slices.Clone(k.Scopes), func(s Scope) bool { return s != Record && s != Decide })
	return k, nil
}

// List returns every key, revoked ones too, oldest first.
func (d *Desk) List(ctx context.Context, org assent.ID) ([]Key, error) {
	var out []Key
	err := d.archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.Keys()
		out = nil
		for _, row := range rows {
			out = append(out, keyOf(row))
		}
		return err
	})
	slices.SortFunc(out, func(a, b Key) int { return a.Created.Compare(b.Created) })
	return out, err
}

// Revoke stops a key for ever; revoking it again changes nothing. A Problem of code
// NO_SUCH_KEY if there is none of that name.
func (d *Desk) Revoke(ctx context.Context, org, id assent.ID) error {
	return d.archive.Update(ctx, org, func(tx *store.Tx) error {
		rows, err := tx.Keys()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(rows, func(r store.KeyRow) bool { return r.ID == id })
		if i < 0 {
			return assent.Problemf("NO_SUCH_KEY", "There is no key of this name; list the keys to see them.").OfKind(assent.NotFound)
		}
		if !rows[i].Revoked.IsZero() {
			return nil
		}
		rows[i].Revoked = d.Now()
		return tx.PutKey(rows[i])
	})
}

func (k Key) row(hash [32]byte) store.KeyRow {
	return store.KeyRow{ID: k.ID, Hash: hash, Label: k.Label, Scopes: names(k.Scopes), Created: k.Created}
}

func keyOf(row store.KeyRow) Key {
	k := Key{ID: row.ID, Label: row.Label, Created: row.Created, Revoked: row.Revoked}
	for _, s := range row.Scopes {
		k.Scopes = append(k.Scopes, Scope(s))
	}
	return k
}
