// Package sheet reads the tables that spreadsheets and other products export as CSV, and
// writes such tables safely.
//
// RFC 4180 describes CSV; what people send differs. Files begin with a byte order mark or are
// UTF-16; fields are parted by semicolons where the comma is the decimal sign; lines end in a
// bare CR; a title is repeated; a quotation mark is never closed. A [Reader] finds out by
// itself what can be told with certainty, and guesses at nothing else: a row that cannot be
// read comes with a Problem that says why and with the number of its line, and reading goes on
// with the next line. Files of any size are read in bounded memory.
//
// A cell that begins with = or + is a formula to a spreadsheet (CWE-1236); [Safe] defuses it.
package sheet

import (
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"assent"
)

// The limits of a table. Each has a Problem that names it.
const (
	MaxRow     = 1 << 20 // bytes of one row
	MaxColumns = 1000
)

// Row is one row under the header. If Fault is set, the row cannot be relied on: Fields then
// holds what could be read of it.
type Row struct {
	Line   int // of the file, from 1, of the row's first line
	Fields []string
	Fault  *assent.Problem // BAD_QUOTES, ROW_TOO_LONG, RAGGED_ROW, REPEATED_HEADER
}

// Dialect is how a table is written.
type Dialect struct {
	Delimiter byte // , ; tab or |
	Mark      bool // begins with a byte order mark
}

// Reader reads the rows of a table one by one. It is not safe for concurrent use.
type Reader struct {
	window  window
	dialect Dialect
	header  []string
	fields  splitter
}

// NewReader reads the header. The error is a Problem if the file is no table: NOT_A_TABLE (a
// ZIP file, a workbook), NO_HEADER (empty), or a fault of the header row itself.
func NewReader(src io.Reader) (*Reader, error) {
	text, mark, err := decode(src)
	if err != nil {
		return nil, err
	}
	r := &Reader{window: window{src: text, line: 1}, dialect: Dialect{Mark: mark}}
	if err := r.begin(); err != nil {
		return nil, err
	}
	return r, nil
}

// Header returns the titles of the columns, without white space around them.
func (r *Reader) Header() []string { return r.header }

// Dialect returns how the file is written.
func (r *Reader) Dialect() Dialect { return r.dialect }

// begin finds the delimiter and reads the header row.
func (r *Reader) begin() error {
	first, err := r.window.firstLine()
	if err != nil {
		return err
	}
	r.dialect.Delimiter = delimiterOf(first)
	if named, ok := namedDelimiter(first); ok { // "sep=;", a line that spreadsheets write
		r.dialect.Delimiter = named
		if err := r.window.skipLine(); err != nil {
			return err
		}
	}
	row, err := r.next()
	switch {
	case err == io.EOF:
		return assent.Problemf("NO_HEADER", "The file is empty; its first line must name the columns.")
	case err != nil:
		return err
	case row.Fault != nil:
		return row.Fault
	case len(row.Fields) > MaxColumns:
		return assent.Problemf("TOO_MANY_COLUMNS", "The file has more than %d columns.", MaxColumns)
	}
	for _, title := range row.Fields {
		r.header = append(r.header, strings.TrimSpace(title))
	}
	r.header = withoutTail(r.header)
	if len(r.header) == 0 {
		return assent.Problemf("NO_HEADER", "The first line names no column.")
	}
	return nil
}

// withoutTail drops empty fields at the end, which delimiters at the end of the line leave.
func withoutTail(fields []string) []string {
	for len(fields) > 0 && fields[len(fields)-1] == "" {
		fields = fields[:len(fields)-1]
	}
	return fields
}

// Read returns the next row; [io.EOF] after the last. Blank lines are passed over. The row
// has as many fields as the header unless it has a Fault.
func (r *Reader) Read() (Row, error) {
	row, err := r.next()
	if err != nil || row.Fault != nil {
		return row, err
	}
	return r.checked(row), nil
}

// checked compares a row with the header.
func (r *Reader) checked(row Row) Row {
	if tail := row.Fields[min(len(row.Fields), len(r.header)):]; len(withoutTail(tail)) == 0 {
		row.Fields = row.Fields[:len(row.Fields)-len(tail)]
	}
	switch {
	case len(row.Fields) != len(r.header):
		row.Fault = assent.Problemf("RAGGED_ROW", "The row has %d fields where the header has %d; which one is missing or too many cannot be told.", len(row.Fields), len(r.header))
	case r.repeatsHeader(row.Fields):
		row.Fault = assent.Problemf("REPEATED_HEADER", "The row repeats the titles of the columns.")
	}
	return row
}

func (r *Reader) repeatsHeader(fields []string) bool {
	return slices.EqualFunc(fields, r.header, func(field, title string) bool { return strings.TrimSpace(field) == title })
}

// next returns the next row that is not blank.
func (r *Reader) next() (Row, error) {
	for {
		row, err := r.record()
		blank := err == nil && row.Fault == nil && len(row.Fields) == 1 && row.Fields[0] == ""
		if !blank {
			return row, err
		}
	}
}

// record takes one record from the window. After a fault it goes on with the next line of
// the file, so that an open quotation mark swallows nothing.
func (r *Reader) record() (Row, error) {
	for {
		data := r.window.bytes()
		if len(data) == 0 && r.window.ended {
			return Row{}, io.EOF
		}
		n, state := r.fields.split(data, r.dialect.Delimiter, r.window.ended)
		row := Row{Line: r.window.line}
		switch {
		case state == whole:
			row.Fields = r.fields.strings()
			r.window.skip(n)
			return row, nil
		case state == misquoted:
			row.Fault = assent.Problemf("BAD_QUOTES", "A quotation mark is opened and not closed, or stands where none may be; inside a quoted field it is written twice.")
			return row, r.window.skipLine()
		case len(data) >= MaxRow:
			row.Fault = assent.Problemf("ROW_TOO_LONG", "The row is longer than %d bytes; a quotation mark may be open.", MaxRow)
			return row, r.window.skipLine()
		}
		if err := r.window.fill(); err != nil {
			return Row{}, err
		}
	}
}

// Readable reports whether a field is sound text: valid UTF-8, without NUL, other control
// characters or the mark of a decoding that failed. Line breaks and tabs are sound.
func Readable(field string) bool {
	return utf8.ValidString(field) && !strings.ContainsFunc(field, func(c rune) bool {
		return c == utf8.RuneError || unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t'
	})
}
