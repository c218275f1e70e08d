package store

import (
	"encoding/binary"
	"errors"
	"time"

	"assent"
)

// wire carries values into bytes or out of them. One description of a type serves both directions,
// so they cannot come to differ: each method writes what its pointer holds, or fills it. Read
// strings are parts of one string, so a whole state costs little more than its lists.
type wire struct {
	out     []byte
	in      string // what is left to read
	reading bool
	broken  bool
}

var errWire = errors.New("the encoding ends early or goes on too long")

// err tells whether everything was read, and nothing else.
func (w *wire) err() error {
	if w.broken || w.reading && w.in != "" {
		return errWire
	}
	return nil
}

// take cuts the next n bytes off what is left to read.
func (w *wire) take(n int) string {
	if n < 0 || n > len(w.in) {
		w.broken, w.in = true, ""
		return ""
	}
	s := w.in[:n]
	w.in = w.in[n:]
	return s
}

func (w *wire) byte(b *byte) {
	if !w.reading {
		w.out = append(w.out, *b)
	} else if s := w.take(1); s != "" {
		*b = s[0]
	}
}

// int is a varint in zigzag form.
func (w *wire) int(v *int64) {
	if !w.reading {
		w.out = binary.AppendVarint(w.out, *v)
		return
	}
	var u uint64
	for shift := 0; shift < 64; shift += 7 {
		s := w.take(1)
		if s == "" {
			return
		}
		u |= uint64(s[0]&0x7f) << shift
		if s[0] < 0x80 {
			*v = int64(u>>1) ^ -int64(u&1)
			return
		}
	}
	w.broken = true
}

func (w *wire) id(v *assent.ID) {
	if !w.reading {
		w.out = append(w.out, v[:]...)
	} else {
		copy(v[:], w.take(len(v)))
	}
}

// flags are up to eight truths in one byte.
func (w *wire) flags(list ...*bool) {
	var b byte
	for i, f := range list {
		if *f {
			b |= 1 << i
		}
	}
	w.byte(&b)
	if !w.reading {
		return
	}
	for i, f := range list {
		*f = b>>i&1 == 1
	}
}

// truths are answers that may be missing, two bits each.
func (w *wire) truths(list ...**bool) {
	var bits int64
	for i, t := range list {
		if *t != nil {
			bits |= 1 << (2 * i)
			if **t {
				bits |= 2 << (2 * i)
			}
		}
	}
	w.int(&bits)
	if !w.reading {
		return
	}
	for i, t := range list {
		if bits>>(2*i)&1 == 1 {
			yes := bits>>(2*i)&2 != 0
			*t = &yes
		}
	}
}

// time is in milliseconds, and nanoseconds beyond them where there are any.
func (w *wire) time(t *time.Time) {
	var ms, ns int64
	if !w.reading {
		ms, ns = t.UnixMilli(), int64(t.Nanosecond()%int(time.Millisecond))
	}
	ms = ms*2 + min(ns, 1)
	w.int(&ms)
	if ms&1 == 1 {
		w.int(&ns)
	}
	if w.reading {
		*t = time.UnixMilli(ms >> 1).Add(time.Duration(ns)).UTC()
	}
}

// word is a string of any type.
func word[S ~string](w *wire, v *S) {
	n := int64(len(*v))
	w.int(&n)
	if !w.reading {
		w.out = append(w.out, *v...)
	} else {
		*v = S(w.take(int(n)))
	}
}

// series is a list; an empty one is nil.
func series[T any](w *wire, list *[]T, each func(*wire, *T)) {
	n := int64(len(*list))
	w.int(&n)
	if w.reading {
		if n < 0 || n > int64(len(w.in)) { // each entry takes at least a byte
			w.broken = true
			return
		}
		*list = nil
		if n > 0 {
			*list = make([]T, n)
		}
	}
	for i := range *list {
		each(w, &(*list)[i])
	}
}
