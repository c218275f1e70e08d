package sheet

import (
	"bytes"
	"io"
)

// window is the part of the file that is being read. It grows up to [MaxRow] bytes, so that
// a row which turns out to be broken can be read again from its second line.
type window struct {
	src        io.Reader
	buf        []byte
	start, end int
	ended      bool // nothing follows what is in buf
	line       int  // number of the line at start
}

const windowSize = 64 << 10

func (w *window) bytes() []byte { return w.buf[w.start:w.end] }

// fill reads more; it must not be called with MaxRow bytes unread.
func (w *window) fill() error {
	if w.start > 0 {
		w.end = copy(w.buf, w.bytes())
		w.start = 0
	}
	if w.end == len(w.buf) {
		w.buf = append(w.buf, make([]byte, min(max(windowSize, len(w.buf)), MaxRow-len(w.buf)))...)
	}
	n, err := io.ReadAtLeast(w.src, w.buf[w.end:], 1)
	w.end += n
	if err == io.EOF {
		w.ended = true
		return nil
	}
	return err
}

// skip passes over n bytes and counts the lines that end in them: by LF, CR LF or CR.
func (w *window) skip(n int) {
	gone := w.buf[w.start : w.start+n]
	w.line += bytes.Count(gone, []byte("\n")) + bytes.Count(gone, []byte("\r")) - bytes.Count(gone, []byte("\r\n"))
	w.start += n
}

// firstLine returns the first line, or what fits of it, without passing over it.
func (w *window) firstLine() ([]byte, error) {
	for {
		if i := bytes.IndexAny(w.bytes(), "\r\n"); i >= 0 {
			return w.bytes()[:i], nil
		}
		if w.ended || len(w.bytes()) >= MaxRow {
			return w.bytes(), nil
		}
		if err := w.fill(); err != nil {
			return nil, err
		}
	}
}

// skipLine passes over the rest of the line, however long it is.
func (w *window) skipLine() error {
	for {
		data := w.bytes()
		i := bytes.IndexAny(data, "\r\n")
		switch {
		case i >= 0 && (data[i] == '\n' || i+1 < len(data) || w.ended):
			w.skip(i + lineEnd(data[i:]))
			return nil
		case w.ended:
			w.skip(len(data))
			return nil
		case i < 0:
			w.skip(len(data))
		default:
			w.skip(i) // keep the CR: an LF may follow it
		}
		if err := w.fill(); err != nil {
			return err
		}
	}
}

// lineEnd is the length of the line end that data begins with.
func lineEnd(data []byte) int {
	if len(data) > 1 && data[0] == '\r' && data[1] == '\n' {
		return 2
	}
	return 1
}
