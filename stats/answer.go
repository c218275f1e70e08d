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
	sides            sides
}

// sides are its values from those sides that are kept apart.
type sides struct{ brand, country, language, collected, method, reason, grade, gap string }

func (s *sides) of(side Side) string {
	switch side {
	case Brand:
		return s.brand
	case Country:
		return s.country
	case Language:
		return s.language
	case Collected:
		return s.collected
	case Method:
		return s.method
	case Reason:
		return s.reason
	case Grade:
		return s.grade
	case Gap:
		return s.gap
	}
	return ""
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
			a.sides.grade, a.sides.gap = string(e.Grade), gapOf(e, e)
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
		a.sides.reason = given(e)
		if n.Cause != "" {
			a.sides.reason = Cascade
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
	for i := range out {
		out[i].sides.gap = gapOf(e, request)
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
		a.sides.reason = e.Suppression.Kind
	}
	return []answer{a}, err
}

func (b *book) sent(e *assent.Event) ([]answer, error) {
	if e.Message == nil {
		return nil, nil
	}
	a, err := b.answer(e, Sent, e.Message.Purpose, string(e.Message.Channel), e.Message.Brand, acting(e))
	a.sides.reason = string(e.Message.Basis)
	return []answer{a}, err
}

// answer fills in the sides that every answer has.
func (b *book) answer(e *assent.Event, fact Fact, purpose, channel, brand string, point assent.ID) (answer, error) {
	a := answer{fact: fact, day: b.dayOf(e), purpose: purpose, channel: channel}
	country, language, err := b.home(e, point)
	a.sides = sides{brand: brand, country: country, language: language, collected: e.CollectionPoint, method: string(e.Method)}
	return a, err
}

// acting is the contact point that acts.
func acting(e *assent.Event) assent.ID {
	if len(e.Points) == 0 {
		return assent.ID{}
	}
	return e.Points[0].ID
}
