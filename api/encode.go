package api

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"assent"
)

// appendDecision writes a decision as encoding/json writes a [Decision], for the routes that are asked most; a
// test compares the two. The brace at its end is left to the caller, who may have more to say.
func appendDecision(b []byte, d *assent.Decision) []byte {
	b = word(b, `{"decision":`, string(d.Decision))
	b = word(b, `,"basis":`, string(d.Basis))
	b = word(b, `,"reason":`, string(d.Reason))
	b = append(b, `,"failed":`...)
	b = each(b, d.Failed, appendFailed)
	b = append(b, `,"citations":`...)
	b = each(b, d.Citations, appendCitation)
	b = append(b, `,"obligations":`...)
	b = each(b, d.Obligations, appendObligation)
	b = append(b, `,"evidence":`...)
	b = each(b, d.Evidence, func(b []byte, id *assent.ID) []byte { return append(append(append(b, '"'), id.String()...), '"') })
	b = appendTime(append(b, `,"as_of":`...), &d.AsOf)
	b = appendTime(append(b, `,"valid_until":`...), d.ValidUntil)
	if d.ExpiresOn == "" {
		b = append(b, `,"expires_on":null`...)
	} else {
		b = word(b, `,"expires_on":`, string(d.ExpiresOn))
	}
	b = strconv.AppendInt(append(b, `,"position":`...), d.Position, 10)
	b = append(b, `,"would_allow_if":`...)
	b = each(b, d.WouldAllowIf, func(b []byte, set *[]string) []byte {
		return each(b, *set, func(b []byte, s *string) []byte { return appendString(b, *s) })
	})
	b = optional(b, `,"jurisdiction":`, d.Jurisdiction)
	if d.Uncertain {
		b = append(b, `,"uncertain":true`...)
	}
	return optional(b, `,"explanation":`, d.Explanation)
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
