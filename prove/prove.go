// Package prove makes the file that shows to an outsider what was recorded.
//
// A proof bundle joins three things: the event as it stands in the log; for each personal value in it
// either the value with the blind that opens its commitment, or the commitment alone; and
// the inclusion proof that leads from the event to a signed checkpoint of the log. Package
// ledger defines the file and verifies it; this package finds the event, opens what the
// reader may see, and asks the ledger for the proof.
//
// Who the reader is decides what is opened: the person herself sees all that the event holds
// of her; a regulator sees the address that the dispute is about; a minimal bundle shows
// nothing personal and still proves that an act of this kind was recorded at that time.
package prove

import (
	"context"
	"errors"
	"slices"

	"assent"
	"assent/ledger"
	"assent/store"
	"assent/vault"
)

// Share says for whom a bundle is.
type Share string

// The readers.
const (
	Person    Share = "person"    // every personal value of the event is opened
	Regulator Share = "regulator" // only the address is
	Minimal   Share = "minimal"   // none is
)

// ErrNoEvent is returned for a reference that names no event.
var ErrNoEvent = assent.Problemf("NO_SUCH_EVENT", "No event has this identifier or transaction code.").OfKind(assent.NotFound)

// ErrNotYet is returned for an event that is not under a signed checkpoint yet.
var ErrNotYet = assent.Problemf("NOT_YET_SEALED", "The event is recorded and will be under a signed checkpoint within a second or two; ask again then.").OfKind(assent.Unavailable)

// Desk makes bundles. It is safe for concurrent use.
type Desk struct {
	archive   *store.Archive
	vault     *vault.Vault
	custodian *vault.Custodian // nil: proofs of the erased open nothing
}

// New opens the desk.
func New(archive *store.Archive, v *vault.Vault) *Desk { return &Desk{archive: archive, vault: v} }

// With is the desk with the custodian present: for a regulator, it opens what is kept of the erased too.
func (d *Desk) With(c *vault.Custodian) *Desk { return &Desk{d.archive, d.vault, c} }

// Prove returns the bundle of the event named by its identifier or transaction code: one JSON
// object whose bytes must be kept as they are. Problems: [ErrNoEvent], [ErrNotYet], and
// BAD_SHARE for an unknown reader.
func (d *Desk) Prove(ctx context.Context, org assent.ID, ref string, share Share) ([]byte, error) {
	if !slices.Contains([]Share{Person, Regulator, Minimal}, share) {
		return nil, assent.Problemf("BAD_SHARE", "A proof is for person, regulator or minimal.").In("share")
	}
	var event store.Stored
	var openings []assent.Opening
	err := d.archive.Read(ctx, org, func(v *store.View) (err error) {
		if event, err = find(v, ref); err == nil {
			openings, err = d.open(v, event.Event, share)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return d.bundle(ctx, org, event, openings)
}

func find(v *store.View, ref string) (store.Stored, error) {
	var event store.Stored
	var found bool
	var err error
	if id, bad := assent.ParseID(ref); bad == nil {
		event, found, err = v.Event(id)
	} else if code, bad := assent.ParseTransactionCode(ref); bad == nil {
		event, found, err = v.EventByCode(code)
	}
	if err == nil && !found {
		err = ErrNoEvent
	}
	return event, err
}

// open opens what the reader may see of the event; once the person is erased, what is kept of her.
func (d *Desk) open(v *store.View, e *assent.Event, share Share) ([]assent.Opening, error) {
	if share == Minimal || len(e.Sealed) == 0 {
		return nil, nil
	}
	record, _, err := v.Record(e.Person)
	if err != nil {
		return nil, err
	}
	if len(record.Wrapped) == 0 {
		return d.kept(v, e, share)
	}
	sealed, err := v.Sealed(e.ID)
	if err != nil || sealed == nil {
		return nil, err
	}
	key, err := d.vault.Unwrap(record.Wrapped)
	if err != nil {
		return nil, err
	}
	defer key.Forget()
	openings, err := key.OpenOpenings(e.ID, sealed)
	if share == Regulator {
		openings = slices.DeleteFunc(openings, func(o assent.Opening) bool { return o.Name != "address" })
	}
	return openings, err
}

func (d *Desk) bundle(ctx context.Context, org assent.ID, event store.Stored, openings []assent.Opening) ([]byte, error) {
	vkey := d.vault.LogVerifierKey()
	log, err := ledger.New(d.archive.LedgerStorage(org), nil, vkey)
	if err != nil {
		return nil, err
	}
	proof, err := log.Prove(ctx, event.Number)
	if errors.Is(err, ledger.ErrNotYet) {
		return nil, ErrNotYet
	}
	if err != nil {
		return nil, err
	}
	return ledger.MakeBundle(event.Body, openings, vkey, proof)
}
