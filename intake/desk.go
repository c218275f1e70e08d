package intake

import (
	"context"
	"io"
	"time"

	"assent"
	"assent/catalogue"
	"assent/store"
	"assent/vault"
)

// Options are what the desk takes from outside.
type Options struct {
	Now    func() time.Time
	Random io.Reader // of identifiers, codes and blinds

	// NeedsConfirmation says whether, by the law of the recipient's country, a consent for the
	// channel can be shown only by double opt-in. Nil: it always does.
	NeedsConfirmation func(country string, channel assent.Channel) bool
}

// Desk records acts. It is safe for concurrent use.
type Desk struct {
	archive *store.Archive
	vault   *vault.Vault
	shelf   *catalogue.Shelf
	Options
}

// New opens the desk.
func New(archive *store.Archive, v *vault.Vault, shelf *catalogue.Shelf, o Options) *Desk {
	if o.NeedsConfirmation == nil {
		o.NeedsConfirmation = func(string, assent.Channel) bool { return true }
	}
	return &Desk{archive, v, shelf, o}
}

// Record takes one act. When it returns without error the event is durable, and every
// decision asked from then on reflects it. A [assent.Problem] says why an act is not taken.
func (d *Desk) Record(ctx context.Context, org assent.ID, act Act) (Receipt, error) {
	out, err := d.RecordAll(ctx, org, []Act{act})
	if err != nil {
		return Receipt{}, err
	}
	return out[0].Receipt, out[0].Err
}

// RecordAll takes many acts in one transaction, in their order. An act that cannot be taken does
// not hinder the others: its Problem stands in its outcome. The error is for what concerns
// all of them; then none is recorded.
func (d *Desk) RecordAll(ctx context.Context, org assent.ID, acts []Act) ([]Outcome, error) {
	c, err := d.shelf.Current(ctx, org)
	if err != nil {
		return nil, err
	}
	drafts := make([]*draft, len(acts))
	out := make([]Outcome, len(acts))
	for i, act := range acts {
		if drafts[i], out[i].Err = d.draft(org, act, c); fatal(out[i].Err) {
			return nil, out[i].Err
		}
	}
	if allRefused(out) {
		return out, nil
	}
	if err = d.archive.Record(ctx, org, ahead(drafts), func(tx *store.Tx) error { return d.write(tx, drafts, out) }); err != nil {
		return nil, err
	}
	return out, nil
}

// write is the transaction. It may run twice, so it assigns whole outcomes.
func (d *Desk) write(tx *store.Tx, drafts []*draft, out []Outcome) error {
	c, err := d.shelf.Of(&tx.View)
	if err != nil {
		return err
	}
	for i, dr := range drafts {
		if dr == nil {
			continue
		}
		receipt, err := d.take(tx, c, dr)
		if fatal(err) {
			return err
		}
		out[i] = Outcome{receipt, err}
	}
	return nil
}

// Confirm records the confirmation of a sign-up by the person, from her contact point.
func (d *Desk) Confirm(ctx context.Context, org, request assent.ID, method assent.Method, evidence *assent.Evidence) (Receipt, error) {
	return d.Record(ctx, org, Act{
		Type: assent.ConsentConfirmed, Refers: request, Method: method,
		Actor: assent.Actor{Kind: assent.ActorPerson}, Evidence: evidence,
	})
}

// fatal reports whether an error is more than an act that cannot be taken.
func fatal(err error) bool {
	if err == nil {
		return false
	}
	p, ok := assent.AsProblem(err)
	return !ok || p.Kind == assent.Unavailable
}

func allRefused(out []Outcome) bool {
	for _, o := range out {
		if o.Err == nil {
			return false
		}
	}
	return true
}
