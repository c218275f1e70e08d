package decide

import (
	"slices"
	"time"

	"assent"
	"assent/address"
	"assent/store"
)

// subject is whom the message goes to: what is known of the person and of the contact point
// that the channel reaches. An unknown one has an empty state.
type subject struct {
	point     assent.ID // zero: nothing is recorded under the address
	reachable bool      // the contact given can receive the channel
	state     *assent.State
	here      *assent.PointState // never nil
	erased    []store.Suppression
	confirmed int // confirmations sent for the act that asks for one, if the message is one
}

func (d *Desk) subject(v *store.View, m *message, contact assent.Contactable) (*subject, error) {
	s := &subject{state: assent.NewState(assent.ID{}), here: &assent.PointState{}}
	var row store.PointRow
	var found bool
	var err error
	if !contact.Point.IsZero() {
		if row, found, err = v.Point(contact.Point); err == nil && !found {
			err = assent.Problemf("UNKNOWN_POINT", "There is no such contact point.").In("contact").OfKind(assent.NotFound)
		}
	} else {
		var list []address.Address
		if list, err = address.Of(contact, d.countryOf(m)); err == nil {
			return d.subjectAt(v, m, list)
		}
	}
	if err != nil || !found {
		return s, err
	}
	return s, d.know(v, m, s, row)
}

// subjectAt is whom some addresses belong to.
func (d *Desk) subjectAt(v *store.View, m *message, list []address.Address) (*subject, error) {
	s := &subject{state: assent.NewState(assent.ID{}), here: &assent.PointState{}}
	row, found, err := d.lookUp(v, m, list, s)
	if err != nil || !found {
		return s, err
	}
	return s, d.know(v, m, s, row)
}

// lookUp finds the contact point to be reached, else any by which the person is known. All that
// are known must be one person's: what one has said decides nothing for another.
func (d *Desk) lookUp(v *store.View, m *message, list []address.Address, s *subject) (row store.PointRow, found bool, err error) {
	for _, a := range list {
		pseudonyms := d.vault.Pseudonyms(v.Org(), a.Kind, a.Value)
		known, here, err := v.PointByPseudonym(a.Kind, pseudonyms)
		if err != nil {
			return row, false, err
		}
		if here && found {
			err = onePerson(v, row, known)
		}
		first := a.Kind.Reaches(m.Channel) && !s.reachable
		if first && !here && err == nil {
			s.erased, err = v.Suppressed(pseudonyms)
		}
		if err != nil {
			return row, false, err
		}
		s.reachable = s.reachable || first
		if here && (first || !found) {
			row, found = known, true
		}
	}
	return row, found, nil
}

// onePerson refuses a question about two people.
func onePerson(v *store.View, a, b store.PointRow) error {
	one, _, err := v.Person(a.Person)
	if err != nil {
		return err
	}
	other, _, err := v.Person(b.Person)
	if err == nil && one.ID != other.ID {
		err = assent.Problemf("TWO_PEOPLE", "These contacts belong to two people here; ask about one of them, or record contact.linked if they are one.").In("contact").OfKind(assent.Conflict)
	}
	return err
}

func (d *Desk) countryOf(m *message) string {
	if f := m.Facts; f != nil && f.Attributes != nil && f.Attributes.Country != "" {
		return f.Attributes.Country
	}
	return m.cat.Settings().Country
}

// know takes the person's state as of the question, and the contact point to be reached: the one
// found, or the only one of hers that the channel reaches.
func (d *Desk) know(v *store.View, m *message, s *subject, row store.PointRow) error {
	var err error
	if s.state, err = d.stateFor(v, m, row.Person); err != nil {
		return err
	}
	switch {
	case row.Kind.Reaches(m.Channel):
		s.point, s.reachable = row.ID, true
	case !s.reachable: // she was named by something that receives no message of this sort
		if s.point, err = only(v, m, row.Person); err != nil {
			return err
		}
		s.reachable = !s.point.IsZero()
	}
	if here, ok := s.state.Points[s.point]; ok {
		s.here = here
	}
	s.confirmed, err = confirmations(v, m, s)
	return err
}

// stateFor is the person's state as of the question.
func (d *Desk) stateFor(v *store.View, m *message, person assent.ID) (*assent.State, error) {
	if m.past {
		return past(v, m, person)
	}
	return v.State(person)
}

// confirmations counts those sent to the contact point since the latest act that asks for one. The
// state remembers only the last message of a kind, so they are counted in the log.
func confirmations(v *store.View, m *message, s *subject) (count int, err error) {
	if !confirmation(m.Kind) {
		return 0, nil
	}
	events, err := v.EventsOf(s.state.Person)
	for _, e := range events {
		sent := e.Event.Message
		switch {
		case m.calledFor(e.Event):
			count = 0
		case sent != nil && sent.Kind == m.Kind && sent.Purpose == m.purpose.ID && e.Event.Points[0].ID == s.point:
			count++
		}
	}
	return count, err
}

func confirmation(k assent.MessageKind) bool {
	return k == assent.DOIConfirmation || k == assent.OptOutConfirmation
}

// calledFor reports whether the event is an act that a confirmation of this sort answers.
func (m *message) calledFor(e *assent.Event) bool {
	if m.Kind == assent.DOIConfirmation {
		return e.Type == assent.ConsentRequested &&
			slices.ContainsFunc(e.Choices, func(c assent.Choice) bool { return c.Purpose == m.purpose.ID })
	}
	return slices.ContainsFunc(e.Noes, func(n assent.NoEntry) bool { return n.Scope.Covers(m.cell()) })
}

// only finds the only contact point of a person that the channel reaches.
func only(v *store.View, m *message, person assent.ID) (assent.ID, error) {
	rows, err := v.PointsOf(person)
	if err != nil {
		return assent.ID{}, err
	}
	rows = slices.DeleteFunc(rows, func(r store.PointRow) bool { return !r.Kind.Reaches(m.Channel) })
	if len(rows) != 1 {
		return assent.ID{}, nil
	}
	return rows[0].ID, nil
}

// notBefore moves the present past every no that is recorded: the clock of another node may
// run ahead of ours, and what it has acknowledged must not be overlooked.
func (s *subject) notBefore(now time.Time) time.Time {
	for _, n := range s.state.Noes {
		now = laterOf(now, n.Mark.At)
	}
	for _, stop := range s.here.Suppressions {
		now = laterOf(now, stop.Mark.At)
	}
	for _, p := range s.state.Pauses {
		now = laterOf(now, p.Mark.At)
	}
	for _, f := range s.state.Frequencies {
		now = laterOf(now, f.Mark.At)
	}
	return now
}

func laterOf(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
