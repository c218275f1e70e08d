package dispatch

import (
	"context"
	"sync"

	"assent"
	"assent/store"
)

// inFlight are the idempotency keys of messages that are being sent by this process.
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

// once makes sure that a message with an idempotency key is sent once: it returns what was
// recorded if it was sent before, or takes the key until done is called.
func (d *Desk) once(ctx context.Context, org assent.ID, m *Message) (done func(), before Sent, err error) {
	if m.IdempotencyKey == "" {
		return func() {}, Sent{}, nil
	}
	if m.RequestDigest == ([32]byte{}) {
		if m.RequestDigest, err = m.digest(); err != nil {
			return nil, Sent{}, err
		}
	}
	key := org.String() + "/" + m.IdempotencyKey
	if !d.keys.begin(key) {
		return nil, Sent{}, assent.Problemf("IN_PROGRESS", "A message with this Idempotency-Key is being sent right now; ask again in a moment.").
			In("idempotency-key").OfKind(assent.Conflict)
	}
	if before, err = d.before(ctx, org, m); err != nil || before.Replayed {
		d.keys.end(key)
	}
	return func() { d.keys.end(key) }, before, err
}

// before finds what was recorded under the key of a message.
func (d *Desk) before(ctx context.Context, org assent.ID, m *Message) (out Sent, err error) {
	err = d.Archive.Read(ctx, org, func(v *store.View) error {
		kept, found, err := v.Idempotent(m.IdempotencyKey)
		if err != nil || !found {
			return err
		}
		if kept.Digest != m.RequestDigest {
			return assent.Problemf("IDEMPOTENCY_KEY_REUSED", "This Idempotency-Key was used for another request; use a new key for each message.").
				In("idempotency-key").OfKind(assent.Unusable)
		}
		stored, _, err := v.Event(kept.Event)
		out = Sent{Event: kept.Event, Code: stored.Code, Replayed: true}
		return err
	})
	return out, err
}
