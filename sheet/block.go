package sheet

import "bytes"

// blockSize is about how much text Block returns at once: it stays in the caches of who reads it.
const blockSize = 256 << 10

// Block appends some of the next rows to into as they stand in the file, with their line ends, and returns the number of the first
// line. It finds where the last of them ends, and leaves all else to [Reader.Row], so that many hands can
// read. It appends nothing if the next row must be read by [Reader.Read] (its quotation marks are odd, or a bare CR is
// near), or there is none.
func (r *Reader) Block(into []byte) (text []byte, first int, err error) {
	w := &r.window
	for len(w.bytes()) < blockSize && !w.ended {
		if err := w.fill(); err != nil {
			return into, 0, err
		}
	}
	data := w.bytes()
	data = data[:wholeRows(data, r.dialect.Delimiter, w.ended)]
	if cr := bytes.Count(data, []byte("\r")); cr > 0 && cr != bytes.Count(data, []byte("\r\n")) {
		return into, 0, nil
	}
	text, first = append(into, data...), w.line
	w.start += len(data)
	w.line += bytes.Count(data, []byte("\n"))
	return text, first, nil
}

// wholeRows is the length of the rows that surely end in data, up to the first whose quotation marks are not closed there
// or not as they should be. A quotation mark in the middle of a field is a letter like others.
func wholeRows(data []byte, delimiter byte, ended bool) int {
	row, at := 0, 0 // the beginning of a row; before at, no field is open
	for {
		q := bytes.IndexByte(data[at:], '"')
		if q < 0 && ended {
			return len(data)
		}
		if q < 0 {
			q = len(data) - at
		}
		if end := bytes.LastIndexByte(data[at:at+q], '\n'); end >= 0 {
			row = at + end + 1
		}
		if at += q; at == len(data) {
			return row
		}
		if at > row && data[at-1] != delimiter {
			at++
			continue
		}
		n := closed(data[at+1:], delimiter)
		if n < 0 {
			return row
		}
		at += 1 + n
	}
}

// closed is the length of the rest of a field in quotation marks, with the last of them; negative if it has no end here.
func closed(data []byte, delimiter byte) int {
	for at := 0; ; at++ {
		i := bytes.IndexByte(data[at:], '"')
		if at += i + 1; i < 0 || at == len(data) {
			return -1
		}
		switch data[at] {
		case delimiter, '\n', '\r':
			return at
		case '"':
		default:
			return -1
		}
	}
}

// Row reads the first row of what is left of a block, and returns its length with its end. There is none in a blank line.
// It may be called by many at once.
func (r *Reader) Row(block []byte, number int) (row Row, length int, ok bool) {
	var s splitter
	length, _ = s.split(block, r.dialect.Delimiter, true)
	if row = (Row{Line: number, Fields: s.strings()}); len(row.Fields) == 1 && row.Fields[0] == "" {
		return row, length, false
	}
	return r.checked(row), length, true
}
