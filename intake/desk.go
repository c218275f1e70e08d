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

	repetition [vault.KeySize]byte // keys the digests by which a repetition is known
	Options
}

// New opens the desk.
func New(archive *store.Archive, v *vault.Vault, shelf *catalogue.Shelf, o Options) *Desk {
	if o.NeedsConfirmation == nil {
		o.NeedsConfirmation = func(string, assent.Channel) bool { return true }
	}
	return &Desk{archive, v, shelf, v.Derive("idempotency"), o}
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
	p, err := d.prepare(ctx, org, acts)
	if err != nil || allRefused(p.out) {
		return p.out, err
	}
	return p.outcomes(d.archive.Record(ctx, org, p.ahead(), p.write))
}

// Start records what was prepared. It returns as soon as the acts have their place in the queue, before those
// of any later call; wait returns what RecordAll would have.
type Start func(ctx context.Context) (wait func() ([]Outcome, error))

// Prepare is the first half of RecordAll: all that can be done for the acts before their turn, which is most of the
// work. Who has thousands prepares them on all cores and starts them in their order. The part says by what name the acts are
// known when they come again; their own idempotency keys stay empty.
func (d *Desk) Prepare(ctx context.Context, org assent.ID, acts []Act, part Part) (Start, error) {
	p, err := d.prepare(ctx, org, acts)
	if err != nil {
		return nil, err
	}
	p.part = part
	return func(ctx context.Context) func() ([]Outcome, error) {
		if allRefused(p.out) {
			return func() ([]Outcome, error) { return p.out, nil }
		}
		wait := d.archive.Start(ctx, org, p.ahead(), p.write)
		return func() ([]Outcome, error) { return p.outcomes(wait()) }
	}, nil
}

// prepared are acts on their way into a transaction.
type prepared struct {
	desk    *Desk
	org     assent.ID
	country string // of the organisation, by which national numbers were read
	drafts  []*draft
	out     []Outcome
	part    Part
}

func (d *Desk) prepare(ctx context.Context, org assent.ID, acts []Act) (*prepared, error) {
	p := &prepared{desk: d, org: org, drafts: make([]*draft, len(acts)), out: make([]Outcome, len(acts))}
	c, err := d.shelf.AtHand(ctx, org)
	if err != nil {
		return p, err
	}
	p.country = c.Settings().Country
	for i, act := range acts {
		if p.drafts[i], p.out[i].Err = d.draft(org, act, p.country); fatal(p.out[i].Err) {
			return &prepared{}, p.out[i].Err
		}
	}
	return p, nil
}

// write is the transaction. It may run twice, so it assigns whole outcomes.
func (p *prepared) write(tx *store.Tx) error {
	c, err := p.desk.shelf.Of(&tx.View)
	if err != nil {
		return err
	}
	if err := p.readAgain(c.Settings().Country); err != nil {
		return err
	}
	known, err := p.part.known(tx)
	if err != nil {
		return err
	}
	for i, dr := range p.drafts {
		if dr == nil {
			continue
		}
		if p.part.has(known, i) {
			p.out[i] = Outcome{Receipt: Receipt{Replayed: true}}
			continue
		}
		receipt, err := p.desk.take(tx, c, dr)
		if fatal(err) {
			return err
		}
		p.out[i] = Outcome{receipt, err}
	}
	return p.part.remember(tx, known, p.out)
}

// readAgain drafts anew if the organisation has moved to another country since.
func (p *prepared) readAgain(country string) error {
	if country == p.country {
		return nil
	}
	p.country = country
	for i, dr := range p.drafts {
		if dr == nil {
			continue
		}
		if p.drafts[i], p.out[i].Err = p.desk.draft(p.org, dr.Act, country); fatal(p.out[i].Err) {
			return p.out[i].Err
		}
	}
	return nil
}

func (p *prepared) outcomes(err error) ([]Outcome, error) {
	if err != nil {
		return nil, err
	}
	return p.out, nil
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
