package api

import (
	"context"
	"strconv"

	"assent"
)

// What the document says of evaluations: how many there may be, and how long the header is by which they are followed.
const (
	evaluationsLimit = 1000
	traceLimit       = 200
)

// evaluated is an evaluation of the usual form, or what many have in common. What is left out is empty, and nothing that is
// there is.
type evaluated struct {
	contact assent.Contactable
	person  assent.ID // in place of a contact
	action  string
	purpose string
	channel assent.Channel
}

// hotEvaluation answers an evaluation of the usual form.
func (a *API) hotEvaluation(ctx context.Context, s *scratch, body string) []byte {
	l := &lean{body: body}
	var e evaluated
	l.object(func(name string) { l.evaluation(&e, name) })
	if l.space(); l.gone || l.at != len(body) {
		return nil
	}
	b, ok := a.appendEvaluation(ctx, s, s.out[:0], &e)
	if !ok {
		return nil
	}
	return append(b, '\n')
}

// hotEvaluations answers a list of them. What the whole says in place of them comes first in a body of the usual form.
func (a *API) hotEvaluations(ctx context.Context, s *scratch, body string) []byte {
	l := &lean{body: body}
	var whole evaluated
	b, n := append(s.out[:0], `{"evaluations":[`...), 0
	l.object(func(name string) {
		if n > 0 || name != "evaluations" { // the list comes last
			l.evaluation(&whole, name)
			if n > 0 {
				l.give()
			}
			return
		}
		l.must('[')
		for ; !l.gone && !l.next(']'); n++ {
			l.there(n < evaluationsLimit)
			if n > 0 {
				l.must(',')
				b = append(b, ',')
			}
			var e evaluated
			l.object(func(name string) { l.evaluation(&e, name) })
			var ok bool
			if b, ok = a.appendEvaluation(ctx, s, b, e.or(&whole)); !ok {
				l.give()
			}
		}
	})
	if l.space(); l.gone || l.at != len(body) || n == 0 {
		return nil
	}
	return append(b, "]}\n"...)
}

// about reports whether there is a subject.
func (e *evaluated) about() bool { return !e.person.IsZero() || e.contact != (assent.Contactable{}) }

// or fills in what e leaves out.
func (e evaluated) or(whole *evaluated) *evaluated {
	if !e.about() {
		e.contact, e.person = whole.contact, whole.person
	}
	if e.action == "" {
		e.action = whole.action
	}
	if e.purpose == "" {
		e.purpose = whole.purpose
	}
	if e.channel == "" {
		e.channel = whole.channel
	}
	return &e
}

// appendEvaluation writes the answer to one evaluation, without a line's end, if it can be given.
func (a *API) appendEvaluation(ctx context.Context, s *scratch, b []byte, e *evaluated) ([]byte, bool) {
	if !e.about() || e.action != "contact" || e.purpose == "" {
		return b, false
	}
	u := usual{Question: assent.Question{Channel: e.channel, Purpose: e.purpose, Explain: assent.ExplainCodes}, to: append(s.to[:0], e.contact)}
	if u.Channel == "" {
		u.Channel = assent.Email
	}
	s.to = u.to
	if !e.person.IsZero() {
		u.to, _ = a.Decide.Reachable(ctx, a.Org, e.person, u.Channel)
	}
	if !known(u.Channel) || len(u.to) == 0 || !a.answers(ctx, s, &u) {
		return b, false
	}
	best := 0 // a person may be contacted if one of her contact points may be
	for i := len(u.to) - 1; i >= 0; i-- {
		if verdict, _ := s.verdict(i); verdict == assent.Allow {
			best = i
		}
	}
	verdict, _ := s.verdict(best)
	b = strconv.AppendBool(append(b, `{"decision":`...), verdict == assent.Allow)
	return append(s.append(append(b, `,"context":`...), best), "}}"...), true
}

// evaluation takes one of the fields of an evaluation.
func (l *lean) evaluation(e *evaluated, name string) {
	switch name {
	case "subject":
		l.there(!e.about())
		l.subject(e)
	case "action":
		l.object(func(field string) { l.only(field, "name"); once(l, &e.action, 40) })
		l.there(e.action != "")
	case "resource":
		kind, id := l.entity()
		l.there(kind == "purpose" && id != "" && e.purpose == "")
		e.purpose = id
	case "context":
		l.object(func(field string) { l.only(field, "channel"); once(l, &e.channel, 20) })
		l.there(e.channel != "")
	default:
		l.give()
	}
}

// subject takes an entity that is a person, or one of her contact points or addresses.
func (l *lean) subject(e *evaluated) {
	kind, id := l.entity()
	var err error
	switch kind {
	case "email":
		e.contact.Email = id
	case "phone":
		e.contact.Phone = id
	case "external_id":
		e.contact.ExternalID = id
	case "contact_point":
		e.contact.Point, err = assent.ParseID(id)
	case "person":
		e.person, err = assent.ParseID(id)
	}
	l.there(err == nil && e.about())
}

// entity takes an object of a type and an id.
func (l *lean) entity() (kind, id string) {
	l.object(func(name string) {
		switch name {
		case "type":
			once(l, &kind, 40)
		case "id":
			once(l, &id, 254)
		default:
			l.give()
		}
	})
	return kind, id
}

// there gives up if something is not.
func (l *lean) there(is bool) {
	if !is {
		l.give()
	}
}

// only gives up if a field is not the one that is expected.
func (l *lean) only(name, expected string) {
	if name != expected {
		l.give()
	}
}
