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
	b, ok := a.appendEvaluations(ctx, s, s.out[:0], []evaluated{e})
	if !ok {
		return nil
	}
	return append(b, '\n')
}

// hotEvaluations answers a list of them.
func (a *API) hotEvaluations(ctx context.Context, s *scratch, body string) []byte {
	l := &lean{body: body}
	s.asked = l.evaluations(s.asked[:0])
	if l.space(); l.gone || l.at != len(body) || len(s.asked) == 0 {
		return nil
	}
	b, ok := append(s.out[:0], `{"evaluations":[`...), true
	for rest := s.asked; len(rest) > 0 && ok; {
		n := alike(rest)
		b, ok = a.appendEvaluations(ctx, s, b, rest[:n])
		if rest = rest[n:]; len(rest) > 0 {
			b = append(b, ',')
		}
	}
	if !ok {
		return nil
	}
	return append(b, "]}\n"...)
}

// evaluations takes a list of them, with what they have in common, which comes first in a body of the usual form.
func (l *lean) evaluations(list []evaluated) []evaluated {
	var whole evaluated
	l.object(func(name string) {
		if len(list) > 0 { // the list comes last
			l.give()
			return
		}
		if name != "evaluations" {
			l.evaluation(&whole, name)
			return
		}
		l.must('[')
		for !l.gone && !l.next(']') {
			l.there(len(list) < evaluationsLimit)
			if len(list) > 0 {
				l.must(',')
			}
			var e evaluated
			l.object(func(name string) { l.evaluation(&e, name) })
			list = append(list, e.or(&whole))
		}
	})
	return list
}

// alike is how many of a list, from the first on, ask the same about one contact each: they are answered at once.
func alike(list []evaluated) int {
	first := &list[0]
	for i := range list {
		e := &list[i]
		if !e.person.IsZero() || e.action != first.action || e.purpose != first.purpose || e.channel != first.channel {
			return max(1, i)
		}
	}
	return len(list)
}

// about reports whether there is a subject.
func (e *evaluated) about() bool { return !e.person.IsZero() || e.contact != (assent.Contactable{}) }

// or fills in what e leaves out.
func (e evaluated) or(whole *evaluated) evaluated {
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
	return e
}

// appendEvaluations writes the answers to evaluations that are alike, with commas between, if all can be given.
func (a *API) appendEvaluations(ctx context.Context, s *scratch, b []byte, list []evaluated) ([]byte, bool) {
	first := &list[0]
	u := usual{Question: assent.Question{Channel: first.channel, Purpose: first.purpose, Explain: assent.ExplainCodes}, to: s.to[:0]}
	if u.Channel == "" {
		u.Channel = assent.Email
	}
	if first.action != "contact" || first.purpose == "" || !known(u.Channel) {
		return b, false
	}
	for i := range list {
		if !list[i].about() {
			return b, false
		}
		u.to = append(u.to, list[i].contact)
	}
	s.to = u.to
	if !first.person.IsZero() { // who is alone
		u.to, _ = a.Decide.Reachable(ctx, a.Org, first.person, u.Channel)
	}
	if len(u.to) == 0 || !a.answers(ctx, s, &u) {
		return b, false
	}
	if !first.person.IsZero() {
		return s.appendEvaluated(b, s.best(len(u.to))), true
	}
	for i := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = s.appendEvaluated(b, i)
	}
	return b, true
}

// best is the first of n answers that allows, or the first: a person may be contacted if one of her contact points may be.
func (s *scratch) best(n int) int {
	for i := range n {
		if verdict, _ := s.verdict(i); verdict == assent.Allow {
			return i
		}
	}
	return 0
}

func (s *scratch) appendEvaluated(b []byte, i int) []byte {
	verdict, _ := s.verdict(i)
	b = strconv.AppendBool(append(b, `{"decision":`...), verdict == assent.Allow)
	return append(s.append(append(b, `,"context":`...), i), "}}"...)
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
