package sheet

import (
	"encoding/csv"
	"io"
	"strings"
)

// Writer writes a table row by row in the dialect of another, in UTF-8.
type Writer struct {
	csv *csv.Writer
}

// NewWriter begins a table. The zero Dialect writes commas and no byte order mark.
func NewWriter(dst io.Writer, d Dialect) (*Writer, error) {
	if d.Mark {
		if _, err := dst.Write(utf8Mark); err != nil {
			return nil, err
		}
	}
	w := csv.NewWriter(dst)
	if d.Delimiter != 0 {
		w.Comma = rune(d.Delimiter)
	}
	return &Writer{w}, nil
}

// Write writes one row as it is; cells that others filled go through [Safe] first.
func (w *Writer) Write(fields []string) error { return w.csv.Write(fields) }

// Flush writes what is buffered and returns the first error of all writes.
func (w *Writer) Flush() error {
	w.csv.Flush()
	return w.csv.Error()
}

// Safe puts an apostrophe before a cell that a spreadsheet would run as a formula: one that
// begins with = + - @, a tab or a line break, also after spaces. What is a plain number or
// telephone number, such as +33639980123 or -1.5, stays as it is.
func Safe(cell string) string {
	bare := strings.TrimLeft(cell, " \u00a0")
	if bare == "" || !strings.ContainsRune("=+-@\t\r\n＝＋－＠", firstRune(bare)) || plainNumber(bare) {
		return cell
	}
	return "'" + cell
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

func plainNumber(s string) bool {
	digits := strings.TrimLeft(s, "+-")
	return len(s)-len(digits) <= 1 && digits != "" && strings.Trim(digits, "0123456789.") == ""
}
