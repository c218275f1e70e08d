package dispatch

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"

	"assent"
	"assent/store"
)

// once sends a message under an idempotency key, unless it was sent under that key before: then
// it returns the answer that was given. If the process dies after sending and before keeping
// the answer, the message is sent again on repetition, under the same Message-ID.
func (d *Desk) once(ctx context.Context, org assent.ID, m Message) (Sent, error) {
	key := fmt.Sprintf("message/%s/%s/%s", m.Actor.Kind, m.Actor.ID, m.IdempotencyKey)
	digest, err := d.digest(m)
	if err != nil {
		return Sent{}, err
	}
	if !d.keys.begin(org.String() + key) {
		return Sent{}, assent.Problemf("IN_PROGRESS", "A message with this Idempotency-Key is being sent right now; ask again in a moment.").
			In("idempotency-key").OfKind(assent.Conflict)
	}
	defer d.keys.end(org.String() + key)
	before, found, err := d.before(ctx, org, key, digest)
	if err != nil || found {
		return before, err
	}
	sent, err := d.deliver(ctx, org, m)
	if err != nil {
		return sent, err
	}
	return sent, d.keep(context.WithoutCancel(ctx), org, key, digest, sent)
}

// before finds the answer that was given under a key.
func (d *Desk) before(ctx context.Context, org assent.ID, key string, digest [32]byte) (out Sent, found bool, err error) {
	var kept store.Idempotent
	err = d.Archive.Read(ctx, org, func(v *store.View) (err error) {
		kept, found, err = v.Idempotent(key)
		return err
	})
	switch {
	case err != nil || !found:
		return Sent{}, false, err
	case kept.Digest != digest:
		return Sent{}, false, assent.Problemf("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used for another request; use a new key for each message.").
			In("idempotency-key").OfKind(assent.Unusable)
	}
	if err := json.Unmarshal(kept.Response, &out); err != nil {
		return Sent{}, false, fmt.Errorf("kept answer: %w", err)
	}
	out.Replayed = true
	return out, true, nil
}

func (d *Desk) keep(ctx context.Context, org assent.ID, key string, digest [32]byte, s Sent) error {
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return d.Archive.Update(ctx, org, func(tx *store.Tx) error {
		return tx.PutIdempotent(store.Idempotent{Key: key, Digest: digest, Event: s.Event, Response: body})
	})
}

// digest tells this message from another one under the same key. It is keyed, since an unkeyed
// one would betray a guessed address.
func (d *Desk) digest(m Message) ([32]byte, error) {
	body, err := json.Marshal(m)
	if err != nil {
		return [32]byte{}, err
	}
	key := d.Vault.Derive("idempotency")
	mac := hmac.New(sha256.New, key[:])
	mac.Write(m.Contact.Point[:])
	mac.Write(body)
	return [32]byte(mac.Sum(nil)), nil
}

// inFlight are the keys of messages that are being sent by this process.
type inFlight struct {
	mu   sync.Mutex
	keys map[string]bool
}

// begin takes a key; false if it is taken.
func (f *inFlight) begin(key string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.keys[key] {
		return false
	}
	if f.keys == nil {
		f.keys = map[string]bool{}
	}
	f.keys[key] = true
	return true
}

func (f *inFlight) end(key string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.keys, key)
}
