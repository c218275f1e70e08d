package assent

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What a pen does with the single values.

// errOther: what is read is not what a pen writes.
var errOther = errors.New("not what a pen writes")

// fail ends the reading.
func (p *pen) fail(err error) { p.in, p.err = "", err }

// takes takes the text if it comes next.
func (p *pen) takes(text string) (taken bool) {
	p.in, taken = strings.CutPrefix(p.in, text)
	return taken
}

// put is a bracket.
func (p *pen) put(bracket byte) {
	switch {
	case !p.reading:
		p.out = append(p.out, bracket)
	case p.in != "" && p.in[0] == bracket:
		p.in = p.in[1:]
	default:
		p.fail(errOther)
	}
}

// more reports whether another element comes before the bracket at the end.
func (p *pen) more(end byte) bool {
	p.takes(",")
	return p.in != "" && p.in[0] != end
}

// comma parts what is written from what stands before it.
func (p *pen) comma() {
	if last := p.out[len(p.out)-1]; last != '{' && last != '[' {
		p.out = append(p.out, ',')
	}
}

// key writes the name of a field that is there, or reports whether it is the one that comes next.
func (p *pen) key(name string, there bool) bool {
	if p.reading {
		return p.reads(name)
	}
	if there {
		p.comma()
		p.out = append(append(append(p.out, '"'), name...), '"', ':')
	}
	return there
}

func (p *pen) reads(name string) bool {
	in := strings.TrimPrefix(p.in, ",")
	n := len(name)
	if len(in) < n+3 || in[0] != '"' || in[1:1+n] != name || in[1+n:n+3] != `":` {
		return false
	}
	p.in = in[n+3:]
	return true
}

func number[N int | int64](p *pen, name string, n *N) {
	if !p.key(name, true) {
		return
	}
	if !p.reading {
		p.out = strconv.AppendInt(p.out, int64(*n), 10)
		return
	}
	end := max(0, strings.IndexAny(p.in, ",}"))
	read, err := strconv.ParseInt(p.in[:end], 10, strconv.IntSize)
	if p.in = p.in[end:]; err != nil {
		p.fail(err)
	}
	*n = N(read)
}

func numberIfAny[N int | int64](p *pen, name string, n *N) {
	if p.reading || *n != 0 {
		number(p, name, n)
	}
}

func (p *pen) truth(name string, yes *bool) {
	switch {
	case !p.key(name, *yes):
	case p.reading:
		*yes = p.takes("true")
	default:
		p.out = append(p.out, "true"...)
	}
}

func (p *pen) id(name string, id *ID) {
	if p.key(name, true) {
		p.name(id)
	}
}

func (p *pen) idIfAny(name string, id *ID) {
	if p.key(name, !id.IsZero()) {
		p.name(id)
	}
}

// name is an identifier as text.
func (p *pen) name(id *ID) {
	if p.reading {
		text := p.string()
		if text == "" {
			return
		}
		var err error
		if *id, err = ParseID(text); err != nil {
			p.fail(err)
		}
		return
	}
	p.out = append(p.out, '"')
	p.out, _ = id.AppendText(p.out)
	p.out = append(p.out, '"')
}

func (p *pen) time(name string, t *time.Time) {
	switch y := t.Year(); {
	case !p.key(name, true):
	case p.reading:
		var err error
		if *t, err = time.Parse(time.RFC3339Nano, p.string()); err != nil {
			p.fail(err)
		}
	case y < 0 || y > 9999:
		p.other(t) // which says what is wrong
	default:
		p.out = append(t.AppendFormat(append(p.out, '"'), time.RFC3339Nano), '"')
	}
}

func text[S ~string](p *pen, name string, s *S) {
	if p.key(name, true) {
		quote(p, s)
	}
}

func textIfAny[S ~string](p *pen, name string, s *S) {
	if p.key(name, *s != "") {
		quote(p, s)
	}
}

// quote is a string; one that holds anything but plain characters is left to encoding/json.
func quote[S ~string](p *pen, s *S) {
	switch {
	case p.reading:
		*s = S(p.string())
	case plain(string(*s)):
		p.out = append(append(append(p.out, '"'), *s...), '"')
	default:
		p.other(string(*s))
	}
}

func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// string reads a string; one in which something is escaped is left to encoding/json.
func (p *pen) string() string {
	end := strings.IndexByte(p.in[min(1, len(p.in)):], '"') + 1
	if end == 0 || p.in[0] != '"' {
		p.fail(errOther)
		return ""
	}
	s := p.in[1:end]
	if strings.IndexByte(s, '\\') >= 0 {
		return p.escaped()
	}
	p.in = p.in[end+1:]
	return s
}

func (p *pen) escaped() (s string) {
	p.take(&s)
	return s
}

func (p *pen) texts(name string, list *[]string) { series(p, name, list, quote[string]) }

func (p *pen) facts(f *Facts) {
	if !p.key("facts", len(*f) > 0) {
		return
	}
	p.put('{')
	if p.reading {
		for *f = (Facts{}); p.more('}'); {
			name := p.string()
			p.takes(":")
			(*f)[name] = p.string()
		}
	} else {
		for _, name := range slices.Sorted(maps.Keys(*f)) {
			p.comma()
			quote(p, &name)
			p.out = append(p.out, ':')
			value := (*f)[name]
			quote(p, &value)
		}
	}
	p.put('}')
}

// part is a structure, if there is one.
func part[T any](p *pen, name string, v **T, each func(*pen, *T)) {
	if !p.key(name, *v != nil) {
		return
	}
	if p.reading {
		*v = new(T)
	}
	each(p, *v)
}

// series is a list, if it is not empty.
func series[T any](p *pen, name string, list *[]T, each func(*pen, *T)) {
	if !p.key(name, len(*list) > 0) {
		return
	}
	p.put('[')
	if p.reading {
		for p.more(']') {
			*list = append(*list, *new(T))
			each(p, &(*list)[len(*list)-1])
		}
	} else {
		for i := range *list {
			p.comma()
			each(p, &(*list)[i])
		}
	}
	p.put(']')
}

// rare leaves a value, if there is one, to encoding/json.
func rare[T any](p *pen, name string, v **T) {
	switch {
	case !p.key(name, *v != nil):
	case p.reading:
		p.take(v)
	default:
		p.other(*v)
	}
}

// other writes what encoding/json would.
func (p *pen) other(v any) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		p.err = err
	}
	p.out = append(p.out, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}

// take reads with encoding/json.
func (p *pen) take(into any) {
	dec := json.NewDecoder(strings.NewReader(p.in))
	if err := dec.Decode(into); err != nil {
		p.fail(err)
		return
	}
	p.in = p.in[dec.InputOffset():]
}
