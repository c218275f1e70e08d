package rights

import (
	"context"

	"assent"
	"assent/address"
	"assent/catalogue"
	"assent/store"
)

// Whoever holds a mailed link may be anybody the mail was forwarded to. So a link shows a
// masked address and how the one thing stands for which it was mailed, and nothing else.

// Stage says how that one thing stands.
type Stage string

// The stages.
const (
	Open Stage = "open" // waits for her answer, or may still be left
	Done Stage = "done" // confirmed, or left
	Gone Stage = "gone" // cancelled, lapsed or erased: there is nothing to answer
)

// Request is a sign-up as the holder of its confirm link may see it.
type Request struct {
	Stage    Stage
	Form     string          // collection point
	Choices  []assent.Choice // what still waits; once it is confirmed, what was given
	Address  string          // masked; empty if it is erased
	Language string          // hers, if known
}

// Request returns the sign-up that an event recorded. It is gone if there is none.
func (d *Desk) Request(ctx context.Context, org, event assent.ID) (Request, error) {
	out := Request{Stage: Gone}
	err := d.archive.Read(ctx, org, func(v *store.View) error {
		stored, found, err := v.Event(event)
		if err != nil || !found || stored.Event.Type != assent.ConsentRequested || len(stored.Event.Points) == 0 {
			return err
		}
		state, err := v.State(stored.Event.Person)
		if err != nil {
			return err
		}
		out = d.request(stored.Event, state)
		out.Address, out.Language, err = d.masked(v, stored.Event.Points[0].ID, state)
		return err
	})
	return out, err
}

func (d *Desk) request(e *assent.Event, state *assent.State) Request {
	out := Request{Stage: Gone, Form: e.CollectionPoint}
	var waiting, given []assent.Choice
	for _, c := range e.Choices {
		cell := assent.Scope{Brand: c.Brand, Purpose: c.Purpose, Channel: string(c.Channel), Party: string(c.Party)}
		switch status := state.Standing(c.Point, cell, d.now()).Status; {
		case c.Reply != assent.Yes:
		case status == assent.Pending:
			waiting = append(waiting, c)
		case status == assent.Granted:
			given = append(given, c)
		}
	}
	switch {
	case len(waiting) > 0:
		out.Stage, out.Choices = Open, waiting
	case len(given) > 0:
		out.Stage, out.Choices = Done, given
	}
	return out
}

// Leaving is what the holder of an unsubscribe link may see.
type Leaving struct {
	Kind       assent.PointKind
	Address    string     // masked; empty if it is erased
	Language   string     // hers, if known
	This       Stage      // of the purpose and channel that the link names
	Everything Stage      // of all marketing
	Paused     assent.Day // last day of a pause from all marketing; empty if none runs
	AtMost     string     // frequency that she has chosen for the purpose; empty if none
	Twice      bool       // she joined this in two steps, so leaving it may take two (GDPR art. 7(3))
	AllTwice   bool       // and all that stands
}

// Leaving returns how a contact point stands to one purpose by one channel, and to everything.
func (d *Desk) Leaving(ctx context.Context, org, point assent.ID, purpose string, channel assent.Channel) (Leaving, error) {
	out := Leaving{This: Gone, Everything: Gone}
	err := d.archive.Read(ctx, org, func(v *store.View) error {
		row, found, err := v.Point(point)
		if err != nil || !found {
			return err
		}
		state, err := v.State(row.Person)
		if err != nil {
			return err
		}
		c, err := d.shelf.Snapshot(v)
		if err != nil {
			return err
		}
		out.Kind = row.Kind
		out.This, out.Everything = d.left(c, state, point, purpose, channel)
		for _, p := range pauses(state, d.now()) {
			if p.Scope == assent.Everything() {
				out.Paused = max(out.Paused, p.Until)
			}
		}
		out.AtMost = atMost(state, purpose)
		out.Twice, out.AllTwice = d.joinedTwice(c, state, point, purpose, channel)
		out.Address, out.Language, err = d.masked(v, point, state)
		return err
	})
	return out, err
}

func (d *Desk) left(c *catalogue.Catalogue, state *assent.State, point assent.ID, purpose string, channel assent.Channel) (this, everything Stage) {
	if d.leftEverything(state) {
		return Done, Done
	}
	p, ok := c.Purpose(purpose)
	if ok && state.Standing(point, p.Cell(channel, p.Party()), d.now()).Status == assent.Withdrawn {
		return Done, Open
	}
	return Open, Open
}

// leftEverything: she has said no to everything, and yes to nothing since.
func (d *Desk) leftEverything(state *assent.State) bool {
	all := state.Standing(assent.ID{}, assent.Everything(), d.now())
	if all.No == nil {
		return false
	}
	for _, p := range state.Points {
		for _, y := range p.Yeses {
			if y.Mark.After(all.No.Mark) {
				return false
			}
		}
	}
	return true
}

// masked opens the address of a contact point, only to mask it, and tells her language.
func (d *Desk) masked(v *store.View, point assent.ID, state *assent.State) (masked, language string, err error) {
	if p, ok := state.Points[point]; ok {
		language = p.Attribute("language")
	}
	row, found, err := v.Point(point)
	if err != nil || !found {
		return "", language, err
	}
	s, err := d.open(v, row.Person)
	if err != nil {
		return "", language, err
	}
	defer s.close()
	value, err := s.address(row)
	if err != nil || value == "" {
		return "", language, err
	}
	return address.Address{Kind: row.Kind, Value: value}.Masked(), language, nil
}
