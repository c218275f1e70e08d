package assent

import "time"

// Apply folds one event into the state. It reads the event and nothing else; applying an
// event again, or events in another order, changes nothing.
func (s *State) Apply(e *Event) {
	s.Seen = max(s.Seen, e.Number)
	m := markOf(e)
	for _, p := range e.Points {
		s.point(p).describe(e, m)
	}
	s.answer(e, m)
	for _, n := range e.Noes {
		s.Noes = join(s.Noes, StandingNo{n.Scope, n.Kind, n.Granular, m, n.Cause, e.ID, n.Undoable})
	}
	switch e.Type {
	case WithdrawalUndone:
		s.Undone = join(s.Undone, Undoing{e.Refers, m})
	case ImportUndone:
		s.Undone = join(s.Undone, Undoing{Mark: m})
	}
	s.forgetUndone()
	s.dealings(e, m)
}

// markOf places the event in time.
func markOf(e *Event) Mark {
	at := e.Time()
	return Mark{
		At: at, BareDay: e.DayOnly && at.Equal(e.Occurred), Source: e.Method.Source(), Batch: e.Batch,
		Confirmed: e.Method.Confirms(), Number: e.Number,
	}
}

// describe takes what the event says of one of its contact points.
func (p *PointState) describe(e *Event, m Mark) {
	told := m.told()
	if a := e.Attributes; a != nil {
		p.attribute("country", a.Country, e, told)
		p.attribute("language", a.Language, e, told)
		p.attribute("kind", string(a.Kind), e, told)
		p.attribute("timezone", a.TimeZone, e, told)
	}
	for name, value := range e.Facts {
		p.Facts = join(p.Facts, LatestValue{name, value, told, e.ID})
	}
	if e.Register != nil {
		p.Registers = join(p.Registers, StandingRegister{*e.Register, m, e.ID})
	}
	if e.Suppression != nil {
		active := e.Type == SuppressionAdded
		p.Suppressions = join(p.Suppressions, StandingSuppression{e.Suppression.Kind, active, m, e.ID})
	}
	if e.Message != nil {
		p.sent(*e.Message, m)
	}
}

// told is the rank of what an act says about an address. Anyone can type anyone's address
// into a form: until it is confirmed, what the form says of her country or kind counts only
// where nothing else is known, so that no stranger can move her under another law.
func (m Mark) told() Mark {
	if m.Source == Own && !m.Confirmed {
		m.At = time.Time{}
	}
	return m
}

func (p *PointState) attribute(name, value string, e *Event, m Mark) {
	if value != "" {
		p.Attributes = join(p.Attributes, LatestValue{name, value, m, e.ID})
	}
}

func (p *PointState) sent(msg Message, m Mark) {
	p.Sent = join(p.Sent, LatestSent{msg.Channel, msg.Purpose, msg.Kind, m})
	if msg.Channel == LiveCall || msg.Channel == AutoCall {
		p.Calls = newest(append(p.Calls, m))
	}
}

// answer takes the choices that say yes, and the topics that are chosen or left; choices
// that say no to a whole purpose are in the event's noes.
func (s *State) answer(e *Event, m Mark) {
	for _, c := range e.Choices {
		if c.Reply == Blank || !e.concerns(c.Point) {
			continue
		}
		p := s.Points[c.Point]
		if c.Reply == Yes {
			p.yes(e, c, m)
		}
		for _, t := range c.Topics {
			p.Topics = join(p.Topics, TopicChoice{c.Purpose, c.Channel, t, c.Reply == Yes, m})
		}
	}
}

func (p *PointState) yes(e *Event, c Choice, m Mark) {
	switch e.Type {
	case ConsentRequested:
		p.Requests = join(p.Requests, Request{c.Purpose, c.Channel, c.Party, m, e.ID})
	case ConsentGranted, ConsentConfirmed:
		p.Yeses = join(p.Yeses, yesOf(e, c, m))
	}
}

func yesOf(e *Event, c Choice, m Mark) StandingYes {
	y := StandingYes{
		Purpose: c.Purpose, Channel: c.Channel, Party: c.Party, Strength: e.Strength,
		Mark: m, Grade: e.Grade, PartnerList: c.PartnerList, Version: c.Version, Terms: c.Terms, Event: e.ID,
	}
	if e.Notice != nil {
		y.Notice = *e.Notice
	}
	return y
}

// dealings takes what the event says of the person as a whole.
func (s *State) dealings(e *Event, m Mark) {
	if e.Relationship != nil {
		s.Relations = join(s.Relations, StandingRelation{*e.Relationship, m, e.ID})
	}
	if e.Pause != nil {
		s.Pauses = join(s.Pauses, StandingPause{*e.Pause, m})
	}
	if e.Frequency != nil {
		s.Frequencies = join(s.Frequencies, StandingFrequency{*e.Frequency, m})
	}
	if e.Contact != nil {
		s.Contacts = join(s.Contacts, LatestContact{e.Contact.Kind, m})
	}
	if e.Type == PersonErased {
		s.Erased = laterOf(s.Erased, &m)
	}
}
