// Package changes tells another product what became different: whom it may write to no more, whom it
// may write to now.
//
// The log records acts, and many acts change nothing: a second confirmation, a no that
// repeats a no, a yes that cannot stand against one. A product that mirrors the choices
// wants only what is effective: how a choice stood before an act, and how it stands after.
// The feed derives that from the log alone, by folding the person's events up to the act and
// then the act itself, so a reader who mirrors it keeps nothing but a number, and can begin
// again from nothing at any time. What time alone changes (a sign-up that nobody confirmed
// lapses) is no act and not told here; a decision knows it.
package changes

import (
	"context"
	"time"

	"assent"
	"assent/catalogue"
	"assent/store"
)

// Stretch is a part of the feed.
type Stretch struct {
	Changes []Change `json:"changes"`
	Next    int64    `json:"next" doc:"Go on from here"`
	Head    int64    `json:"head" doc:"The length of the log; when next has reached it there is nothing more for now"`
}

// Change is one choice that stands differently since an event, or a stop that concerns
// every choice (then Purpose and Channel are empty).
type Change struct {
	Sequence int64                  `json:"sequence"`
	Event    assent.ID              `json:"event"`
	Code     assent.TransactionCode `json:"transaction_code"`
	Type     assent.EventType       `json:"type"`
	Person   assent.ID              `json:"person"`
	Point    assent.ID              `json:"contact_point,omitzero"`
	Purpose  string                 `json:"purpose,omitzero"`
	Channel  assent.Channel         `json:"channel,omitzero"`
	Party    assent.Party           `json:"party,omitzero"`
	Before   assent.Status          `json:"before,omitzero"`
	Status   assent.Status          `json:"status,omitzero"`
	At       time.Time              `json:"at" doc:"When it was recorded"`
}

// Desk reads the feed. It is safe for concurrent use.
type Desk struct {
	archive *store.Archive
	shelf   *catalogue.Shelf
}

// New opens the feed.
func New(archive *store.Archive, shelf *catalogue.Shelf) *Desk { return &Desk{archive, shelf} }

// Since looks at up to limit events from a position of the log on and returns what they changed.
func (d *Desk) Since(ctx context.Context, org assent.ID, position int64, limit int) (Stretch, error) {
	var page Stretch
	err := d.archive.Read(ctx, org, func(v *store.View) error {
		page = Stretch{Changes: []Change{}, Next: position}
		c, err := d.shelf.Of(v)
		if err != nil {
			return err
		}
		if page.Head, err = v.Head(); err != nil {
			return err
		}
		events, err := v.Events(position, limit)
		if err != nil || len(events) == 0 {
			return err
		}
		people, err := read(v, events)
		if err != nil {
			return err
		}
		for _, e := range events {
			page.Changes = append(page.Changes, people.effects(c, e.Event)...)
			page.Next = e.Number + 1
		}
		return nil
	})
	return page, err
}

// effects lists what one event changed.
func (f folds) effects(c *catalogue.Catalogue, e *assent.Event) []Change {
	switch {
	case folded(e.Type):
		before, after := f.around(e)
		return differences(c, e, before, after)
	case told(e.Type):
		return []Change{change(e)}
	}
	return nil
}

// folded reports whether what an event of the type changes is found by comparing how the person stands without it and with it.
func folded(t assent.EventType) bool {
	switch t {
	case assent.ConsentGranted, assent.ConsentRefused, assent.ConsentWithdrawn, assent.ConsentRequested,
		assent.ConsentConfirmed, assent.ObjectionRaised, assent.ContactLinked, assent.WithdrawalUndone, assent.ImportUndone:
		return true
	}
	return false
}

// told reports whether an event of the type is a change by itself.
func told(t assent.EventType) bool {
	switch t {
	case assent.SuppressionAdded, assent.SuppressionRemoved, assent.PauseSet, assent.FrequencySet, assent.PersonErased:
		return true
	}
	return false
}

func change(e *assent.Event) Change {
	out := Change{Sequence: e.Number, Event: e.ID, Code: e.Code, Type: e.Type, Person: e.Person, At: e.Recorded}
	if len(e.Points) == 1 {
		out.Point = e.Points[0].ID
	}
	return out
}
