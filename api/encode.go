package api

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"assent"
	"assent/decide"
)

// appendDecision writes a decision as encoding/json writes a [Decision], for the routes that are asked most; a
// test compares the two. The brace at its end is left to the caller, who may have more to say.
func appendDecision(b []byte, d *assent.Decision) []byte {
	var s stamp
	s.set(d.AsOf, d.Position)
	b = appendOwn(appendHead(b, d), d.Evidence, d.ValidUntil, d.ExpiresOn, &s)
	return optional(appendTail(b, d), `,"explanation":`, d.Explanation)
}

// appendHead writes what comes before what is the answer's own.
func appendHead(b []byte, d *assent.Decision) []byte {
	b = word(b, `{"decision":`, string(d.Decision))
	b = word(b, `,"basis":`, string(d.Basis))
	b = word(b, `,"reason":`, string(d.Reason))
	b = each(append(b, `,"failed":`...), d.Failed, appendFailed)
	b = each(append(b, `,"citations":`...), d.Citations, appendCitation)
	b = each(append(b, `,"obligations":`...), d.Obligations, appendObligation)
	return append(b, `,"evidence":`...)
}

// appendTail writes what comes after it.
func appendTail(b []byte, d *assent.Decision) []byte {
	b = each(append(b, `,"would_allow_if":`...), d.WouldAllowIf, func(b []byte, set *[]string) []byte {
		return each(b, *set, func(b []byte, s *string) []byte { return appendString(b, *s) })
	})
	b = optional(b, `,"jurisdiction":`, d.Jurisdiction)
	if d.Uncertain {
		b = append(b, `,"uncertain":true`...)
	}
	return b
}

// stamp is the moment and the position of all answers to one request, written out.
type stamp struct{ asOf, position []byte }

func (s *stamp) set(at time.Time, position int64) {
	s.asOf = appendTime(append(s.asOf[:0], `,"as_of":`...), &at)
	s.position = strconv.AppendInt(append(s.position[:0], `,"position":`...), position, 10)
}

// appendOwn writes what is the answer's own.
func appendOwn(b []byte, evidence []assent.ID, until *time.Time, expires assent.Day, s *stamp) []byte {
	b = append(each(b, evidence, appendID), s.asOf...)
	b = appendTime(append(b, `,"valid_until":`...), until)
	if expires == "" {
		b = append(b, `,"expires_on":null`...)
	} else {
		b = word(b, `,"expires_on":`, string(expires))
	}
	return append(b, s.position...)
}

func appendID(b []byte, id *assent.ID) []byte {
	b, _ = id.AppendText(append(b, '"'))
	return append(b, '"')
}

// form is what many answers have in common, written out.
type form struct{ head, tail []byte }

func formOf(c *decide.Common) any {
	a := decide.Answer{Common: c}
	d := a.Of(time.Time{}, 0)
	return &form{appendHead(nil, &d), appendTail(nil, &d)}
}

// appendAnswer is [appendDecision] for an answer that is kept.
func appendAnswer(b []byte, a *decide.Answer, s *stamp) []byte {
	f := a.Form(formOf).(*form)
	b = appendOwn(append(b, f.head...), a.Evidence, a.ValidUntil, a.ExpiresOn, s)
	return append(b, f.tail...)
}

func appendFailed(b []byte, f *assent.FailedBasis) []byte {
	b = append(word(b, `{"basis":`, string(f.Basis)), `,"unmet":`...)
	b = each(b, f.Unmet, func(b []byte, u *assent.Unmet) []byte {
		b = append(word(b, `{"reason":`, string(u.Reason)), `,"citation":`...)
		return append(optional(appendCitation(b, &u.Citation), `,"text":`, u.Text), '}')
	})
	return append(b, '}')
}

func appendCitation(b []byte, c *assent.Citation) []byte {
	b = optional(word(b, `{"law":`, c.Law), `,"article":`, c.Article)
	return append(optional(optional(b, `,"quote":`, c.Quote), `,"url":`, c.URL), '}')
}

func appendObligation(b []byte, o *assent.Obligation) []byte {
	b = optional(word(b, `{"code":`, string(o.Code)), `,"value":`, o.Value)
	return append(optional(b, `,"text":`, o.Text), '}')
}

// each writes a list.
func each[T any](b []byte, list []T, write func([]byte, *T) []byte) []byte {
	b = append(b, '[')
	for i := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = write(b, &list[i])
	}
	return append(b, ']')
}

func word(b []byte, name, value string) []byte { return appendString(append(b, name...), value) }

// optional writes a field unless it is empty.
func optional(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	return word(b, name, value)
}

func appendTime(b []byte, t *time.Time) []byte {
	if t == nil {
		return append(b, "null"...)
	}
	return append(t.AppendFormat(append(b, '"'), time.RFC3339Nano), '"')
}

// appendString writes a string; one that needs escaping is left to encoding/json. A paragraph sign needs none.
func appendString(b []byte, s string) []byte {
	for _, r := range s {
		if r < ' ' || r == '"' || r == '\\' || r == utf8.RuneError || r == '\u2028' || r == '\u2029' {
			return appendOddString(b, s)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

func appendOddString(b []byte, s string) []byte {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // strings always encode
	return append(b, bytes.TrimSuffix(text.Bytes(), []byte("\n"))...)
}
