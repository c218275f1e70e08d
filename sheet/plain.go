package sheet

import "bytes"

// plainSize is about how much text Plain returns at once.
const plainSize = 512 << 10

// Plain returns the next rows as they stand in the file, whole lines with their ends, and the number of the
// first line, if they hold neither a quotation mark nor a bare CR: then each line is a row (see Row), and many
// hands can read them. It returns nil if the next row must be read by Read, or there is none.
func (r *Reader) Plain() (lines []byte, first int, err error) {
	w := &r.window
	for len(w.bytes()) < plainSize && !w.ended {
		if err := w.fill(); err != nil {
			return nil, 0, err
		}
	}
	data := w.bytes()
	if !w.ended {
		data = data[:bytes.LastIndexByte(data, '\n')+1]
	}
	if q := bytes.IndexByte(data, '"'); q >= 0 {
		data = data[:bytes.LastIndexByte(data[:q], '\n')+1]
	}
	if bytes.Count(data, []byte("\r")) != bytes.Count(data, []byte("\r\n")) || len(data) == 0 {
		return nil, 0, nil
	}
	first = w.line
	lines = bytes.Clone(data)
	w.skip(len(data))
	return lines, first, nil
}

// Row reads one line of Plain, given without its end. It may be called by many at once. There is none in a blank line.
func (r *Reader) Row(line []byte, number int) (row Row, ok bool) {
	var s splitter
	s.split(line, r.dialect.Delimiter, true)
	if row = (Row{Line: number, Fields: s.strings()}); len(row.Fields) == 1 && row.Fields[0] == "" {
		return row, false
	}
	return r.checked(row), true
}
