package sheet

import (
	"bufio"
	"bytes"
	"io"

	"golang.org/x/text/encoding/unicode"

	"assent"
)

var (
	utf8Mark    = []byte("\xef\xbb\xbf")
	utf16Little = []byte("\xff\xfe")
	utf16Big    = []byte("\xfe\xff")
)

// foreign lists how files begin that are often sent in place of a CSV file.
var foreign = []struct{ magic, what string }{
	{"PK\x03\x04", "a ZIP file or an Excel workbook; unpack it, or save the sheet as CSV"},
	{"\xd0\xcf\x11\xe0", "an old Excel workbook; save the sheet as CSV"},
	{"\x1f\x8b", "a gzip file; unpack it"},
	{"%PDF", "a PDF"},
}

// decode returns the text of a file as UTF-8 without byte order mark, and whether it had one.
// UTF-16 is known by its mark, or by the NULs that it puts beside Latin letters.
func decode(src io.Reader) (io.Reader, bool, error) {
	b := bufio.NewReader(src)
	head, err := b.Peek(4)
	if err != nil && err != io.EOF {
		return nil, false, err
	}
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return nil, false, assent.Problemf("NOT_A_TABLE", "The file is not CSV but %s.", f.what)
		}
	}
	if bytes.HasPrefix(head, utf8Mark) {
		_, err := b.Discard(len(utf8Mark))
		return b, true, err
	}
	marked := bytes.HasPrefix(head, utf16Little) || bytes.HasPrefix(head, utf16Big)
	switch {
	case bytes.HasPrefix(head, utf16Little) || latin(head, 1):
		return utf16(b, unicode.LittleEndian), marked, nil
	case bytes.HasPrefix(head, utf16Big) || latin(head, 0):
		return utf16(b, unicode.BigEndian), marked, nil
	}
	return b, false, nil
}

func utf16(src io.Reader, order unicode.Endianness) io.Reader {
	return unicode.UTF16(order, unicode.UseBOM).NewDecoder().Reader(src)
}

// latin reports whether two UTF-16 letters with NUL at the offset begin the file.
func latin(head []byte, nul int) bool {
	return len(head) == 4 && head[nul] == 0 && head[nul+2] == 0 && head[1-nul] != 0 && head[3-nul] != 0
}
