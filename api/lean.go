package api

import (
	"unicode/utf8"

	"assent"
)

// lean reads the usual form of a question: an object of known fields, each once, with strings that need no
// unescaping. Whatever else it meets makes it give up, and the ordinary way answers: so a body is read
// here exactly as it would be there, or not at all.
type lean struct {
	body string
	at   int
	gone bool // it is no usual question
}

func (l *lean) give() { l.gone = true }

func (l *lean) space() {
	for l.at < len(l.body) && (l.body[l.at] == ' ' || l.body[l.at] == '\n' || l.body[l.at] == '\t' || l.body[l.at] == '\r') {
		l.at++
	}
}

// next takes a character if it comes next, after white space.
func (l *lean) next(c byte) bool {
	l.space()
	if l.gone || l.at >= len(l.body) || l.body[l.at] != c {
		return false
	}
	l.at++
	return true
}

func (l *lean) must(c byte) {
	if !l.next(c) {
		l.give()
	}
}

// text takes a string of at most most bytes.
func (l *lean) text(most int) string {
	l.must('"')
	for i := l.at; !l.gone && i < len(l.body); i++ {
		switch c := l.body[i]; {
		case c == '"':
			s := l.body[l.at:i]
			l.at = i + 1
			if len(s) == 0 || len(s) > most || !utf8.ValidString(s) {
				l.give()
			}
			return s
		case c == '\\' || c < ' ':
			l.give()
		}
	}
	l.give()
	return ""
}

// object calls field with each name; it must take the value.
func (l *lean) object(field func(name string)) {
	l.must('{')
	for first := true; !l.gone && !l.next('}'); first = false {
		if !first {
			l.must(',')
		}
		name := l.text(40)
		l.must(':')
		field(name)
	}
}

// once takes a string for a field that has none yet.
func once[S ~string](l *lean, into *S, most int) {
	if *into != "" {
		l.give()
		return
	}
	*into = S(l.text(most))
}

// contact takes an object with an e-mail address, or a phone number.
func (l *lean) contact() (c assent.Contactable) {
	l.object(func(name string) {
		switch name {
		case "email":
			once(l, &c.Email, 254)
		case "phone":
			once(l, &c.Phone, 40)
		default:
			l.give()
		}
	})
	if c.Email == "" && c.Phone == "" {
		l.give()
	}
	return c
}

// asked takes one of the fields that a question and a batch have in common.
func (l *lean) asked(q *assent.Question, name string) {
	switch name {
	case "channel":
		once(l, &q.Channel, 20)
	case "purpose":
		once(l, &q.Purpose, 63)
	case "brand":
		once(l, &q.Brand, 63)
	case "partner":
		once(l, &q.Partner, 63)
	case "language":
		once(l, &q.Language, 35)
	case "explain":
		once(l, &q.Explain, 10)
	default:
		l.give()
	}
}

// whole reports whether all was read and is a question of the usual form.
func (l *lean) whole(q *assent.Question) bool {
	l.space()
	if l.gone || l.at != len(l.body) || q.Purpose == "" || !known(q.Channel) {
		return false
	}
	switch q.Explain {
	case "":
		q.Explain = assent.ExplainCodes
	case assent.ExplainNone, assent.ExplainCodes:
	default:
		return false
	}
	return true
}

func known(c assent.Channel) bool {
	switch c {
	case assent.Email, assent.SMS, assent.IM, assent.Push, assent.AutoCall, assent.LiveCall, assent.Fax, assent.Post:
		return true
	}
	return false
}

// leanQuestion reads the body of /v1/decisions.
func leanQuestion(body string) (q assent.Question, ok bool) {
	l := &lean{body: body}
	seen := false
	l.object(func(name string) {
		if name != "contact" {
			l.asked(&q, name)
			return
		}
		if seen {
			l.give()
		}
		q.Contact, seen = l.contact(), true
	})
	return q, seen && l.whole(&q)
}

// leanBatch reads the body of /v1/decisions/batch.
func leanBatch(body string) (q assent.Question, to []assent.Contactable, ok bool) {
	l := &lean{body: body}
	l.object(func(name string) {
		if name != "contacts" {
			l.asked(&q, name)
			return
		}
		if to != nil {
			l.give()
		}
		to = make([]assent.Contactable, 0, len(body)/40)
		l.must('[')
		for !l.gone && !l.next(']') {
			if len(to) > 0 {
				l.must(',')
			}
			to = append(to, l.contact())
		}
	})
	return q, to, 0 < len(to) && len(to) <= contactsLimit && l.whole(&q)
}
