package screen

import "strings"

// simpleObject reads a line that is a JSON object (RFC 8259) of the simple sort: ASCII without escapes, and neither objects nor
// lists inside. Most lists have no others, and encoding/json takes ten times as long. FuzzSimpleObject compares the two.
type simpleObject struct {
	text   string
	at     int    // in text
	name   string // of the member
	value  string // as written, but without quotation marks
	isText bool
	last   int  // where the value ends
	ended  bool // and the line with the object
}

// next reads a member; false at the end of the object, or where it is not simple.
func (o *simpleObject) next() bool {
	if o.at == 0 {
		if !strings.HasPrefix(o.text, "{") {
			return false
		}
	} else if o.peek() != ',' {
		o.ended = o.peek() == '}' && strings.TrimRight(o.text[o.at+1:], " \t\r\n") == ""
		return false
	}
	o.at++
	var ok bool
	if o.name, ok = o.quoted(); !ok || !o.skip(':') {
		return false
	}
	if o.isText = o.peek() == '"'; o.isText {
		o.value, ok = o.quoted()
	} else {
		o.value, ok = o.bare()
	}
	o.last = o.at
	return ok
}

// peek passes over spaces, and tells what stands behind them; 0 at the end.
func (o *simpleObject) peek() byte {
	for o.at < len(o.text) && (o.text[o.at] == ' ' || o.text[o.at] == '\t') {
		o.at++
	}
	if o.at == len(o.text) {
		return 0
	}
	return o.text[o.at]
}

func (o *simpleObject) skip(c byte) bool {
	if o.peek() != c {
		return false
	}
	o.at++
	return true
}

// quoted reads a string.
func (o *simpleObject) quoted() (string, bool) {
	if !o.skip('"') {
		return "", false
	}
	for i := o.at; i < len(o.text); i++ {
		switch c := o.text[i]; {
		case c == '"':
			s := o.text[o.at:i]
			o.at = i + 1
			return s, true
		case c < ' ' || c > '~' || c == '\\':
			return "", false
		}
	}
	return "", false
}

// bare reads true, false, null, or a number without an exponent.
func (o *simpleObject) bare() (string, bool) {
	rest := o.text[o.at:]
	n := strings.IndexAny(rest, ",} \t\r\n")
	if n < 0 {
		return "", false
	}
	s := rest[:n]
	o.at += n
	switch s {
	case "true", "false", "null":
		return s, true
	}
	whole, fraction, dotted := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	return s, digits(whole) && (whole == "0" || whole[0] != '0') && (!dotted || digits(fraction))
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
