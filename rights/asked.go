package rights

import (
	"context"
	"slices"
	"strings"

	"assent"
	"assent/catalogue"
	"assent/store"
)

// Asked is a consent request as the holder of its link may see it: what was asked, and once it has been
// answered how that stands.
type Asked struct {
	Stage    Stage
	Brand    string
	Boxes    []AskedBox
	Notice   assent.NoticeRef // behind the boxes
	Address  string           // masked; empty if it is erased
	Language string           // of the mail, else hers
}

// AskedBox is one thing that was asked for.
type AskedBox struct {
	Purpose string
	Channel assent.Channel
	Status  assent.Status // once it has been answered
}

// Asked returns the consent request that an event recorded. It is done once it has been answered, or she has
// said no since; gone if there is none.
func (d *Desk) Asked(ctx context.Context, org, event assent.ID) (Asked, error) {
	out := Asked{Stage: Gone}
	err := d.archive.Read(ctx, org, func(v *store.View) error {
		stored, found, err := v.Event(event)
		if err != nil || !found || !asksForConsent(stored.Event) {
			return err
		}
		c, err := d.shelf.Snapshot(v)
		if err != nil {
			return err
		}
		state, err := v.State(stored.Event.Person)
		if err != nil {
			return err
		}
		events, err := v.EventsOf(stored.Event.Person)
		if err != nil {
			return err
		}
		out = d.asked(c, state, stored.Event, events)
		var hers string
		if out.Address, hers, err = d.masked(v, stored.Event.Points[0].ID, state); out.Language == "" {
			out.Language = hers
		}
		if out.Address == "" {
			out.Stage = Gone
		}
		return err
	})
	return out, err
}

func asksForConsent(e *assent.Event) bool {
	return e.Type == assent.MessageSent && e.Message.Kind == assent.Reconfirm && len(e.Points) > 0 && e.Evidence != nil && len(e.Evidence.Shown) > 0
}

func (d *Desk) asked(c *catalogue.Catalogue, state *assent.State, e *assent.Event, events []store.Stored) Asked {
	out := Asked{Stage: Open, Brand: e.Message.Brand}
	if e.Notice != nil {
		out.Notice, out.Language = *e.Notice, e.Notice.Language
	}
	if slices.ContainsFunc(events, func(s store.Stored) bool { return s.Event.Refers == e.ID }) {
		out.Stage = Done
	}
	var open []AskedBox // to which she has not agreed meanwhile: an empty box there would take it back
	for _, key := range e.Evidence.Shown {
		id, channel, _ := strings.Cut(key, ":")
		p, ok := c.Purpose(id)
		if !ok {
			continue
		}
		s := state.Standing(e.Points[0].ID, p.Cell(assent.Channel(channel), p.Party()), d.now())
		if s.No != nil && s.No.Mark.Number > e.Number { // a link from before a no reopens nothing
			out.Stage = Done
		}
		out.Boxes = append(out.Boxes, AskedBox{id, assent.Channel(channel), s.Status})
		if s.Status != assent.Granted || !s.Yes.Mark.Confirmed {
			open = append(open, out.Boxes[len(out.Boxes)-1])
		}
	}
	switch {
	case out.Stage == Open && len(open) == 0:
		out.Stage = Done
	case out.Stage == Open:
		out.Boxes = open
	}
	return out
}
