package dossier

import (
	"context"
	"slices"
	"time"

	"assent"
	"assent/catalogue"
	"assent/prove"
	"assent/store"
)

// MostEvents bounds a dossier: beyond it nobody reads one, and it should be made in parts.
const MostEvents = 100_000

// Desk makes dossiers. It is safe for concurrent use.
type Desk struct {
	Archive *store.Archive
	Shelf   *catalogue.Shelf
	Proofs  *prove.Desk
	Key     string // the log's verifier key
	Now     func() time.Time
}

// Ask says whose evidence is wanted: of people, of a purpose, or of people for a purpose.
type Ask struct {
	People  []assent.ID
	Purpose string
	Share   prove.Share // for whom; empty: a regulator
}

// Summary says how much a dossier holds.
type Summary struct {
	People  int `json:"people"`
	Events  int `json:"events"`
	Waiting int `json:"waiting"` // of the events, those not under a checkpoint yet: without a proof
}

// Dossier is one that can be written: what was asked for is known.
type Dossier struct {
	desk      *Desk
	org       assent.ID
	ask       Ask
	catalogue *catalogue.Catalogue
	before    int64 // only events of a smaller number are in it
}

// The problems of an ask.
var (
	ErrNothing  = assent.Problemf("NOTHING_CHOSEN", "Name people, a purpose, or both.")
	errTooMany  = assent.Problemf("TOO_MANY_EVENTS", "This would be more than %d acts; name fewer people, or a purpose besides.", MostEvents).OfKind(assent.Unusable)
	errNoPerson = assent.Problemf("NO_SUCH_PERSON", "Nothing is recorded here about one of the people.").In("people").OfKind(assent.NotFound)
)

// Open checks what is asked for. Nothing is read of anybody yet.
func (d *Desk) Open(ctx context.Context, org assent.ID, ask Ask) (*Dossier, error) {
	if ask.Share == "" {
		ask.Share = prove.Regulator
	}
	if len(ask.People) == 0 && ask.Purpose == "" {
		return nil, ErrNothing
	}
	out := &Dossier{desk: d, org: org, ask: ask}
	err := d.Archive.Read(ctx, org, func(v *store.View) (err error) {
		if out.catalogue, err = d.Shelf.Snapshot(v); err != nil {
			return err
		}
		if _, ok := out.catalogue.Purpose(ask.Purpose); !ok && ask.Purpose != "" {
			return assent.Problemf("NO_SUCH_PURPOSE", "The catalogue has no purpose %q.", ask.Purpose).In("purpose").OfKind(assent.NotFound)
		}
		if out.ask.People, err = roots(v, ask.People); err != nil {
			return err
		}
		out.before, err = v.Head()
		return err
	})
	return out, err
}

// roots are the records that stand for the people, each once.
func roots(v *store.View, people []assent.ID) ([]assent.ID, error) {
	var out []assent.ID
	for _, id := range people {
		p, found, err := v.Person(id)
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, errNoPerson
		}
		if !slices.Contains(out, p.ID) {
			out = append(out, p.ID)
		}
	}
	return out, nil
}

// each hands over the acts of the dossier: of one person after the other, or in the order of the log.
func (d *Dossier) each(ctx context.Context, do func(*assent.Event) error) error {
	for _, person := range d.ask.People {
		events, err := d.read(ctx, func(v *store.View) ([]store.Stored, error) { return v.EventsOf(person) })
		if err != nil {
			return err
		}
		if err := d.chosen(events, do); err != nil {
			return err
		}
	}
	if len(d.ask.People) > 0 {
		return nil
	}
	const page = 500
	for from := int64(0); from < d.before; from += page {
		events, err := d.read(ctx, func(v *store.View) ([]store.Stored, error) { return v.Events(from, page) })
		if err != nil {
			return err
		}
		if err := d.chosen(events, do); err != nil {
			return err
		}
	}
	return nil
}

func (d *Dossier) read(ctx context.Context, what func(*store.View) ([]store.Stored, error)) (out []store.Stored, err error) {
	err = d.desk.Archive.Read(ctx, d.org, func(v *store.View) error {
		out, err = what(v)
		return err
	})
	return out, err
}

func (d *Dossier) chosen(events []store.Stored, do func(*assent.Event) error) error {
	for _, s := range events {
		if s.Number >= d.before || !about(s.Event, d.ask.Purpose) {
			continue
		}
		if err := do(s.Event); err != nil {
			return err
		}
	}
	return nil
}

// about reports whether an act of a person bears on a purpose; on any, if it is empty.
func about(e *assent.Event, purpose string) bool {
	switch {
	case e.Person.IsZero():
		return false
	case purpose == "" || e.Type == assent.PersonErased:
		return true
	case e.Message != nil && e.Message.Purpose == purpose:
		return true
	}
	return slices.ContainsFunc(e.Choices, func(c assent.Choice) bool { return c.Purpose == purpose }) ||
		slices.ContainsFunc(e.Noes, func(n assent.NoEntry) bool {
			return n.Scope.Purpose == purpose || n.Scope.Purpose == assent.Any || n.Scope.Purpose == ""
		})
}
