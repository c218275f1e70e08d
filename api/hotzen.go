package api

import (
	"net/http"

	"assent"
)

// hotEvaluation answers an AuthZEN evaluation of the usual form: about an address, without a header to send back.
func (a *API) hotEvaluation(r *http.Request, body string) []byte {
	q, ok := leanEvaluation(body)
	if !ok || r.Header.Get("X-Request-ID") != "" {
		return nil
	}
	d, err := a.Decide.MaySend(r.Context(), a.Org, q)
	if err != nil {
		return nil
	}
	b := append(make([]byte, 0, 4096), `{"decision":false,"context":`...)
	if d.Decision == assent.Allow {
		b = append(b[:0], `{"decision":true,"context":`...)
	}
	return append(appendDecision(b, &d), "}}\n"...)
}

// leanEvaluation reads the body of /access/v1/evaluation, if its subject is an address.
func leanEvaluation(body string) (q assent.Question, ok bool) {
	l := &lean{body: body}
	var action string
	l.object(func(name string) {
		switch name {
		case "subject":
			q.Contact = l.subject(q.Contact)
		case "action":
			l.object(func(field string) { l.only(field, "name"); once(l, &action, 40) })
		case "resource":
			if kind, id := l.entity(); kind == "purpose" && q.Purpose == "" {
				q.Purpose = id
			} else {
				l.give()
			}
		case "context":
			l.object(func(field string) { l.only(field, "channel"); once(l, &q.Channel, 20) })
		default:
			l.give()
		}
	})
	if q.Channel == "" {
		q.Channel = assent.Email
	}
	return q, action == "contact" && (q.Contact.Email != "" || q.Contact.Phone != "") && l.whole(&q)
}

// subject takes an entity that is an address, if there was none yet.
func (l *lean) subject(had assent.Contactable) (c assent.Contactable) {
	switch kind, id := l.entity(); {
	case had.Email != "" || had.Phone != "":
		l.give()
	case kind == "email":
		c.Email = id
	case kind == "phone":
		c.Phone = id
	default:
		l.give()
	}
	return c
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

// only gives up if a field is not the one that is expected.
func (l *lean) only(name, expected string) {
	if name != expected {
		l.give()
	}
}
