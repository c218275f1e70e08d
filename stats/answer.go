package stats

import (
	"strings"
	"time"

	"assent"
	"assent/store"
)

// answer is one thing to be counted, seen from all its sides.
type answer struct {
	fact             Fact
	day              time.Time // at midnight UTC
	purpose, channel string
	sides            map[Side]string
}

// tells reports whether an event is of a type that counts.
func tells(s store.Stored) bool {
	switch s.Type {
	case assent.ConsentGranted, assent.ConsentRequested, assent.ConsentConfirmed, assent.ConsentRefused, assent.ConsentWithdrawn, assent.ObjectionRaised,
		assent.WithdrawalUndone, assent.ImportUndone, assent.SuppressionAdded, assent.MessageSent, assent.PersonErased:
		return true
	}
	return false
}

// answers lists what an event that tells adds to the counters.
func (b *book) answers(e *assent.Event) ([]answer, error) {
	switch e.Type {
	case assent.ConsentGranted, assent.ConsentRequested:
		out, err := b.choices(e, map[assent.EventType]Fact{assent.ConsentGranted: Granted, assent.ConsentRequested: Requested}[e.Type])
		return b.withNoes(e, out, err)
	case assent.ConsentConfirmed:
		return b.confirmed(e)
	case assent.ConsentRefused, assent.ConsentWithdrawn, assent.ObjectionRaised:
		return b.withNoes(e, nil, nil)
	case assent.WithdrawalUndone:
		return b.undone(e)
	case assent.ImportUndone:
		return b.retracted(e)
	case assent.SuppressionAdded:
		return b.suppressed(e)
	case assent.MessageSent:
		return b.sent(e)
	case assent.PersonErased:
		return []answer{{fact: Erased, day: b.dayOf(e)}}, nil
	}
	return nil, nil
}

// choices are the yeses of an event.
func (b *book) choices(e *assent.Event, fact Fact) ([]answer, error) {
	var out []answer
	for _, c := range e.Choices {
		if c.Reply != assent.Yes {
			continue
		}
		a, err := b.answer(e, fact, c.Purpose, string(c.Channel), c.Brand, c.Point)
		if err != nil {
			return nil, err
		}
		if fact == Granted {
			a.sides[Grade], a.sides[Gap] = string(e.Grade), gapOf(e, e)
			if e.Strength == assent.Passive {
				a.fact = Passive
			}
		}
		out = append(out, a)
	}
	return out, nil
}

// withNoes adds the noes of an event.
func (b *book) withNoes(e *assent.Event, out []answer, err error) ([]answer, error) {
	for _, n := range e.Noes {
		if err != nil {
			return nil, err
		}
		fact := map[assent.NoKind]Fact{assent.NoWithdrawn: Withdrawn, assent.NoRefused: Refused, assent.NoObjection: Objected}[n.Kind]
		var a answer
		a, err = b.answer(e, fact, n.Scope.Purpose, n.Scope.Channel, n.Scope.Brand, acting(e))
		a.sides[Reason] = given(e)
		if n.Cause != "" {
			a.sides[Reason] = Cascade
		}
		out = append(out, a)
	}
	return out, err
}

// given is the reason that a person gave for leaving; empty if she gave none.
func given(e *assent.Event) string {
	if e.Evidence != nil {
		for _, f := range e.Evidence.Flags {
			if why, ok := strings.CutPrefix(f, "reason_"); ok {
				return why
			}
		}
	}
	return ""
}

// confirmed are the yeses of a confirmation, and again on the day of the sign-up that it answers. Pressed twice, it
// counts once.
func (b *book) confirmed(e *assent.Event) ([]answer, error) {
	request, again, err := b.referred(e)
	if err != nil || again {
		return nil, err
	}
	out, err := b.choices(e, Granted)
	if err != nil || request == nil {
		return b.withNoes(e, out, err)
	}
	for _, a := range out {
		a.sides[Gap] = gapOf(e, request)
	}
	cohort, err := b.choices(request, Confirmed)
	return b.withNoes(e, append(out, cohort...), err)
}

// undone are the noes that are taken back.
func (b *book) undone(e *assent.Event) ([]answer, error) {
	withdrawal, again, err := b.referred(e)
	if err != nil || again || withdrawal == nil {
		return nil, err
	}
	var out []answer
	for _, n := range withdrawal.Noes {
		a, err := b.answer(e, Undone, n.Scope.Purpose, n.Scope.Channel, n.Scope.Brand, acting(e))
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// retracted are the consents that an import had claimed of the person and that count no more, since it was undone.
func (b *book) retracted(e *assent.Event) ([]answer, error) {
	events, err := b.eventsOf(e.Person)
	var out []answer
	for _, s := range events {
		if s.Type != assent.ConsentGranted || s.Event.Batch != e.Batch || s.Number > e.Number || undoing(events, s.Event) != e.ID {
			continue
		}
		claimed, err := b.choices(s.Event, Granted)
		if err != nil {
			return nil, err
		}
		for _, a := range claimed {
			if a.fact == Granted {
				a.fact, a.day = Retracted, b.dayOf(e)
				out = append(out, a)
			}
		}
	}
	return out, err
}

// undoing is the first event by which a claim of an import was undone: about the record that it named, or about the one
// into which that had been merged by then. What was merged later must not matter.
func undoing(events []store.Stored, claim *assent.Event) assent.ID {
	holder := claim.Person
	for _, s := range events {
		switch {
		case s.Number <= claim.Number:
		case s.Event.Link != nil && s.Event.Link.From == holder:
			holder = s.Event.Person
		case s.Type == assent.ImportUndone && s.Event.Batch == claim.Batch && s.Event.Person == holder:
			return s.ID
		}
	}
	return assent.ID{}
}

func (b *book) suppressed(e *assent.Event) ([]answer, error) {
	channel := map[assent.PointKind]assent.Channel{assent.EmailAddress: assent.Email, assent.PhoneNumber: assent.SMS, assent.PostalAddress: assent.Post}
	kind := assent.PointKind("")
	if len(e.Points) > 0 {
		kind = e.Points[0].Kind
	}
	a, err := b.answer(e, Suppressed, "", string(channel[kind]), "", acting(e))
	if e.Suppression != nil {
		a.sides[Reason] = e.Suppression.Kind
	}
	return []answer{a}, err
}

func (b *book) sent(e *assent.Event) ([]answer, error) {
	if e.Message == nil {
		return nil, nil
	}
	a, err := b.answer(e, Sent, e.Message.Purpose, string(e.Message.Channel), e.Message.Brand, acting(e))
	a.sides[Reason] = string(e.Message.Basis)
	return []answer{a}, err
}

// answer fills in the sides that every answer has.
func (b *book) answer(e *assent.Event, fact Fact, purpose, channel, brand string, point assent.ID) (answer, error) {
	sides := map[Side]string{Brand: brand, Collected: e.CollectionPoint, Method: string(e.Method)}
	state, err := b.stateAt(e)
	if err == nil && state.Points[point] != nil {
		sides[Country], sides[Language] = state.Points[point].Attribute("country"), state.Points[point].Attribute("language")
	}
	return answer{fact: fact, day: b.dayOf(e), purpose: purpose, channel: channel, sides: sides}, err
}

// acting is the contact point that acts.
func acting(e *assent.Event) assent.ID {
	if len(e.Points) == 0 {
		return assent.ID{}
	}
	return e.Points[0].ID
}

// tally is how much is to be added to each counter; Count is 0 in its keys.
type tally map[store.Counter]int64

func (t tally) add(a answer, n int64) {
	for _, g := range Grains() {
		for _, side := range sidesOf(a.fact) {
			t[store.Counter{
				Grain: string(g), Dimension: string(side), Span: g.name(a.day), Fact: string(a.fact),
				Purpose: a.purpose, Channel: a.channel, Value: a.sides[side],
			}] += n
		}
	}
}
