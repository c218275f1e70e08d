package campaign

import (
	"context"
	"slices"
	"time"

	"assent"
	"assent/catalogue"
	"assent/store"
)

// Why a contact is left out, beside the reasons of a decision.
const (
	NotRecorded  = "UNKNOWN_CONTACT" // nothing is recorded under the address: how it was come by is not known
	Unreadable   = "UNREADABLE"      // the row has no e-mail address
	Duplicate    = "DUPLICATE"       // an earlier row names the same address
	SaidNo       = "SAID_NO"         // she has said no to something that is asked
	AskedBefore  = "ASKED_BEFORE"    // she was asked about the same before
	Agreed       = "AGREED"          // she has agreed to all of it already, from this mailbox
	Erased       = "ERASED"          // her data were erased meanwhile
	UnclearSince = "OUTCOME_UNKNOWN" // of a contact that counts as asked: her mail may have left
)

// stopped tells of a contact who may not be asked. Who is no contact, stands twice, or has agreed to all of it is none.
func (d *Desk) stopped(p Plan, reason string) {
	if d.Stops != nil && !slices.Contains([]string{"", Unreadable, Duplicate, Agreed, Erased}, reason) {
		d.Stops.Stopped(p.Ask[0].Purpose, assent.Email, assent.Reason(reason))
	}
}

// candidate is what is known of one contact when it is asked whether she may be asked.
type candidate struct {
	row      store.PointRow
	state    *assent.State
	events   []store.Stored
	language string
}

// eligible says which boxes one contact may be asked about at this moment, or why she may not be asked at
// all. Boxes that she has agreed to from this mailbox are left out: an empty box there would take back what
// she has given. The basis must cover the mail for each box that remains.
func (d *Desk) eligible(ctx context.Context, org assent.ID, p Plan, point assent.ID) (boxes []Asking, reason string, err error) {
	var c *catalogue.Catalogue
	var who candidate
	err = d.Archive.Read(ctx, org, func(v *store.View) (err error) {
		if c, err = d.Shelf.Snapshot(v); err != nil {
			return err
		}
		who, reason, err = d.candidate(v, c, point)
		return err
	})
	if err != nil || reason != "" {
		return nil, reason, err
	}
	if boxes, reason = who.boxes(p, c, d.Now()); reason != "" {
		return nil, reason, nil
	}
	for _, b := range boxes {
		decision, err := d.Decide.MaySend(ctx, org, assent.Question{
			Contact: assent.Contactable{Point: point}, Channel: assent.Email, Purpose: b.Purpose, Brand: p.Brand, Kind: assent.Reconfirm,
		})
		if err != nil {
			return nil, "", err
		}
		if decision.Decision != assent.Allow {
			return nil, string(decision.Reason), nil
		}
	}
	return boxes, "", nil
}

// candidate reads what is known of a contact.
func (d *Desk) candidate(v *store.View, c *catalogue.Catalogue, point assent.ID) (who candidate, reason string, err error) {
	row, found, err := v.Point(point)
	if err != nil {
		return who, "", err
	}
	if !found {
		return who, Erased, nil
	}
	who = candidate{row: row, language: c.Settings().Language}
	if who.state, err = v.State(row.Person); err != nil {
		return who, "", err
	}
	if ps, ok := who.state.Points[point]; ok && ps.Attribute("language") != "" {
		who.language = ps.Attribute("language")
	}
	who.events, err = v.EventsOf(who.state.Person)
	return who, "", err
}

// boxes are those of the plan that she may be asked about, as far as her own acts say.
func (who candidate) boxes(p Plan, c *catalogue.Catalogue, now time.Time) (out []Asking, reason string) {
	if who.suppressed() {
		return nil, string(assent.ReasonSuppressed)
	}
	out = who.open(p, c, now)
	if len(out) == 0 {
		return nil, Agreed
	}
	for _, b := range out {
		purpose, _ := c.Purpose(b.Purpose)
		cell := purpose.Cell(b.Channel, purpose.Party())
		switch {
		case who.state.Standing(who.row.ID, cell, now).No != nil:
			return nil, SaidNo
		case who.pauses(cell, now):
			return nil, string(assent.ReasonPaused)
		case who.askedBefore(b, p.AskAgainMonths, now):
			return nil, AskedBefore
		}
	}
	return out, ""
}

// open are the boxes of the plan to which she has not agreed from this mailbox.
func (who candidate) open(p Plan, c *catalogue.Catalogue, now time.Time) []Asking {
	var out []Asking
	for _, b := range p.Ask {
		purpose, ok := c.Purpose(b.Purpose)
		if !ok {
			continue
		}
		s := who.state.Standing(who.row.ID, purpose.Cell(b.Channel, purpose.Party()), now)
		if s.Status != assent.Granted || !s.Yes.Mark.Confirmed {
			out = append(out, b)
		}
	}
	return out
}

// suppressed reports whether her mailbox takes nothing, or is not hers.
func (who candidate) suppressed() bool {
	p, ok := who.state.Points[who.row.ID]
	return ok && slices.ContainsFunc(p.Suppressions, func(s assent.StandingSuppression) bool { return s.Active })
}

// pauses reports whether she has asked for silence about it that still runs.
func (who candidate) pauses(cell assent.Scope, now time.Time) bool {
	return slices.ContainsFunc(who.state.Pauses, func(p assent.StandingPause) bool {
		return p.Until >= assent.DayOf(now) && p.Scope.Covers(cell)
	})
}

// askedBefore reports whether she was asked about the box, at any of her addresses, within the months; 0 is ever.
func (who candidate) askedBefore(b Asking, months int, now time.Time) bool {
	return slices.ContainsFunc(who.events, func(s store.Stored) bool {
		e := s.Event
		return asks(e, b) && (months == 0 || e.Time().AddDate(0, months, 0).After(now))
	})
}

// asks reports whether an event is a consent request about the box. One that was reported from elsewhere may
// name no box; then it asked about its purpose.
func asks(e *assent.Event, b Asking) bool {
	if e.Type != assent.MessageSent || e.Message == nil || e.Message.Kind != assent.Reconfirm {
		return false
	}
	return e.Message.Purpose == b.Purpose || e.Evidence != nil && slices.Contains(e.Evidence.Shown, b.Key())
}
