package api

import (
	"strings"
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
	if l.gone {
		return ""
	}
	end := strings.IndexByte(l.body[l.at:], '"')
	if end <= 0 || end > most {
		l.give()
		return ""
	}
	s := l.body[l.at : l.at+end]
	l.at += end + 1
	ascii := true
	for i := range len(s) {
		if s[i] == '\\' || s[i] < ' ' {
			l.give()
		}
		ascii = ascii && s[i] < utf8.RuneSelf
	}
	if !ascii && !utf8.ValidString(s) {
		l.give()
	}
	return s
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

// usual is a question of the usual form.
type usual struct {
	assent.Question
	to      []assent.Contactable
	sending bool
}

// asked takes one of the fields that a question and a batch have in common.
func (l *lean) asked(u *usual, name string) {
	switch name {
	case "channel":
		once(l, &u.Channel, 20)
	case "purpose":
		once(l, &u.Purpose, 63)
	case "brand":
		once(l, &u.Brand, 63)
	case "partner":
		once(l, &u.Partner, 63)
	case "language":
		once(l, &u.Language, 35)
	case "explain":
		once(l, &u.Explain, 10)
	case "sending":
		if u.sending || !l.literal("true") {
			l.give()
		}
		u.sending = true
	default:
		l.give()
	}
}

// literal takes a word if it comes next.
func (l *lean) literal(word string) bool {
	l.space()
	if !strings.HasPrefix(l.body[l.at:], word) {
		return false
	}
	l.at += len(word)
	return true
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

// leanQuestion reads the body of /v1/decisions; the contact goes into to.
func leanQuestion(body string, to []assent.Contactable) (u usual, ok bool) {
	l := &lean{body: body}
	u.to = to
	l.object(func(name string) {
		switch {
		case name != "contact":
			l.asked(&u, name)
		case len(u.to) > 0:
			l.give()
		default:
			u.to = append(u.to, l.contact())
		}
	})
	return u, len(u.to) == 1 && l.whole(&u.Question)
}

// leanBatch reads the body of /v1/decisions/batch; the contacts go into to.
func leanBatch(body string, to []assent.Contactable) (u usual, ok bool) {
	l := &lean{body: body}
	u.to = to
	l.object(func(name string) {
		if name != "contacts" {
			l.asked(&u, name)
			return
		}
		if len(u.to) > 0 {
			l.give()
		}
		l.must('[')
		for !l.gone && !l.next(']') {
			if len(u.to) > 0 {
				l.must(',')
			}
			u.to = append(u.to, l.contact())
		}
	})
	return u, 0 < len(u.to) && len(u.to) <= contactsLimit && l.whole(&u.Question)
}
