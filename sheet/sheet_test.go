package sheet_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/unicode"

	"assent"
	"assent/sheet"
)

// dump reads a table to its end: the header, then each row as "line: fields" or "line! code".
func dump(src io.Reader) ([]string, error) {
	r, err := sheet.NewReader(src)
	if err != nil {
		return nil, err
	}
	out := []string{strings.Join(r.Header(), "·")}
	for {
		row, err := r.Read()
		switch {
		case err == io.EOF:
			return out, nil
		case err != nil:
			return out, err
		}
		out = append(out, said(row))
	}
}

func said(row sheet.Row) string {
	if row.Fault != nil {
		return fmt.Sprintf("%d! %s", row.Line, row.Fault.Code)
	}
	return fmt.Sprintf("%d: %s", row.Line, strings.Join(row.Fields, "·"))
}

func TestTablesAsTheyAreMet(t *testing.T) {
	utf16 := func(order unicode.Endianness, mark unicode.BOMPolicy, s string) string {
		out, err := unicode.UTF16(order, mark).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"plain", "a,b\n1,2\n3,4\n", []string{"a·b", "2: 1·2", "3: 3·4"}},
		{"no line end at the end", "a,b\n1,2", []string{"a·b", "2: 1·2"}},
		{"CR LF", "a,b\r\n1,2\r\n", []string{"a·b", "2: 1·2"}},
		{"bare CR", "a,b\r1,2\r3,4\r", []string{"a·b", "2: 1·2", "3: 3·4"}},
		{"byte order mark", "\ufeffa,b\n1,2\n", []string{"a·b", "2: 1·2"}},
		{"byte order mark before a quotation mark", "\ufeff\"a\",b\n1,2\n", []string{"a·b", "2: 1·2"}},
		{"UTF-16 little-endian, marked", utf16(unicode.LittleEndian, unicode.UseBOM, "é,b\n1,2\n"), []string{"é·b", "2: 1·2"}},
		{"UTF-16 big-endian, marked", utf16(unicode.BigEndian, unicode.UseBOM, "é,b\n1,2\n"), []string{"é·b", "2: 1·2"}},
		{"UTF-16 little-endian, unmarked", utf16(unicode.LittleEndian, unicode.IgnoreBOM, "a,b\n1,2\n"), []string{"a·b", "2: 1·2"}},
		{"UTF-16 big-endian, unmarked", utf16(unicode.BigEndian, unicode.IgnoreBOM, "a,b\n1,2\n"), []string{"a·b", "2: 1·2"}},
		{"semicolons", "a;b\n1,5;2\n", []string{"a·b", "2: 1,5·2"}},
		{"tabs", "a\tb\n1\t2\n", []string{"a·b", "2: 1·2"}},
		{"bars", "a|b\n1|2\n", []string{"a·b", "2: 1·2"}},
		{"delimiters inside quotation marks do not count", "\"a;b;c\",d\n1,2\n", []string{"a;b;c·d", "2: 1·2"}},
		{"a line that names the delimiter", "sep=;\na;b\n1;2\n", []string{"a·b", "3: 1·2"}},
		{"one column", "email\nana@example.org\n", []string{"email", "2: ana@example.org"}},
		{"white space around titles", " a , b\n1,2\n", []string{"a·b", "2: 1·2"}},
		{"blank lines", "\n\na,b\n\n1,2\n\n", []string{"a·b", "5: 1·2"}},
		{"quotation marks", "a,b\n\"1,\"\"x\"\"\",2\n", []string{"a·b", "2: 1,\"x\"·2"}},
		{"a quotation mark in the middle", "a,b\n1\" pipe,2\n", []string{"a·b", "2: 1\" pipe·2"}},
		{"line breaks inside", "a,b\n\"1\n2\r\n3\",x\n4,5\n", []string{"a·b", "2: 1\n2\r\n3·x", "5: 4·5"}},
		{"a delimiter too many at the end", "a,b\n1,2,\n", []string{"a·b", "2: 1·2"}},
		{"titles without a name at the end", "a,b,,\n1,2,,\n3,4\n5,6,7,\n", []string{"a·b", "2: 1·2", "3: 3·4", "4! RAGGED_ROW"}},
		{"too few fields", "a,b\n1\n2,3\n", []string{"a·b", "2! RAGGED_ROW", "3: 2·3"}},
		{"too many fields", "a,b\n1,2,3\n2,3\n", []string{"a·b", "2! RAGGED_ROW", "3: 2·3"}},
		{"two files one after the other", "a,b\n1,2\na,b\n3,4\n", []string{"a·b", "2: 1·2", "3! REPEATED_HEADER", "4: 3·4"}},
		{"an open quotation mark swallows nothing", "a,b\n\"1,2\n3,4\n5,6\n", []string{"a·b", "2! BAD_QUOTES", "3: 3·4", "4: 5·6"}},
		{"text after a closing quotation mark", "a,b\n\"1\"x,2\n3,4\n", []string{"a·b", "2! BAD_QUOTES", "3: 3·4"}},
		{"NUL", "a,b\n1\x00,2\n", []string{"a·b", "2: 1\x00·2"}},
		{"a row too long", "a,b\n\"" + strings.Repeat("x", sheet.MaxRow) + "\",2\n3,4\n", []string{"a·b", "2! ROW_TOO_LONG", "3: 3·4"}},
		{"a quotation mark open for very long", "a,b\n\"1,2\n" + strings.Repeat("3,4\n", 3) + strings.Repeat("\n", sheet.MaxRow), []string{"a·b", "2! ROW_TOO_LONG", "3: 3·4", "4: 3·4", "5: 3·4"}},
	} {
		for how, src := range map[string]io.Reader{
			"at once": strings.NewReader(c.in), "by halves": iotest.HalfReader(strings.NewReader(c.in)), "byte by byte": iotest.OneByteReader(strings.NewReader(c.in)),
		} {
			if how == "byte by byte" && len(c.in) > 1<<16 {
				continue // says no more than by halves, and takes long
			}
			got, err := dump(src)
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%s, %s: %q, %v; want %q", c.name, how, got, err, c.want)
			}
		}
	}
}

func TestWhatIsNoTableIsRefused(t *testing.T) {
	refuses := func(in, code, why string) {
		t.Helper()
		_, err := sheet.NewReader(strings.NewReader(in))
		p, ok := assent.AsProblem(err)
		if !ok || p.Code != code || !strings.Contains(p.Detail, why) {
			t.Errorf("NewReader(%.20q) = %v; want %s … %q", in, err, code, why)
		}
	}
	refuses("", "NO_HEADER", "empty")
	refuses("\n\n\n", "NO_HEADER", "empty")
	refuses("\ufeff", "NO_HEADER", "empty")
	refuses(",,,\n1,2,3\n", "NO_HEADER", "names no column")
	refuses("sep=;", "NO_HEADER", "empty")
	refuses("PK\x03\x04…", "NOT_A_TABLE", "save the sheet as CSV")
	refuses("\x1f\x8b\x08\x00", "NOT_A_TABLE", "unpack it")
	refuses("\"a,b\n1,2\n", "BAD_QUOTES", "not closed")
	refuses(strings.Repeat(",", sheet.MaxColumns), "TOO_MANY_COLUMNS", "1000")
	refuses(strings.Repeat("x", sheet.MaxRow+1), "ROW_TOO_LONG", "1048576")
}

func TestAnErrorOfTheSourceIsNotTheEndOfTheTable(t *testing.T) {
	broken := iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("a,b\n1,2\n")))
	if _, err := dump(broken); err != iotest.ErrTimeout {
		t.Errorf("error %v; want that of the source", err)
	}
}

// endless is a table of so many rows that it is larger than any memory we want to use.
type endless struct{ rows int }

func (e *endless) Read(p []byte) (int, error) {
	const row = "ana@example.org,\"a field of some length, in quotation marks\"\n"
	n := 0
	for ; e.rows > 0 && len(p)-n >= len(row); e.rows-- {
		n += copy(p[n:], row)
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestMemoryDoesNotGrowWithTheTable(t *testing.T) {
	const rows = 2_000_000 // 124 MB
	r, err := sheet.NewReader(&endless{rows: rows + 1})
	if err != nil {
		t.Fatal(err)
	}
	var peak, read uint64
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil || len(row.Fields) != 2 {
			t.Fatalf("line %d: %q, %v", row.Line, row.Fields, err)
		}
		if read++; read%100_000 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
		}
	}
	if read != rows || peak > 32<<20 {
		t.Errorf("%d rows read with %d MiB in use", read, peak>>20)
	}
}

func TestAReadTableIsWrittenInItsOwnDialect(t *testing.T) {
	const in = "\ufeffa;b\n1;\"x;y\"\n"
	r, err := sheet.NewReader(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := sheet.NewWriter(&out, r.Dialect())
	if err != nil {
		t.Fatal(err)
	}
	row, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	for _, fields := range [][]string{r.Header(), row.Fields} {
		if err := w.Write(fields); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil || out.String() != in {
		t.Errorf("wrote %q, %v; want %q", out.String(), err, in)
	}
}

func TestFormulasAreDefused(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "ana": "ana", "a=b": "a=b", "1": "1",
		"=HYPERLINK(\"https://example.org\")": "'=HYPERLINK(\"https://example.org\")",
		"+cmd|' /C calc'!A0":                  "'+cmd|' /C calc'!A0",
		"-1+2":                                "'-1+2",
		"@SUM(A1)":                            "'@SUM(A1)",
		"\t=1":                                "'\t=1",
		"\r=1":                                "'\r=1",
		"  =1":                                "'  =1",
		"＝1":                                  "'＝1",
		"+":                                   "'+",
		"--1":                                 "'--1",
		"+33639980123":                        "+33639980123",
		"-1.5":                                "-1.5",
	} {
		if got := sheet.Safe(cell); got != want {
			t.Errorf("Safe(%q) = %q; want %q", cell, got, want)
		}
	}
}

func TestReadableText(t *testing.T) {
	for field, want := range map[string]bool{
		"": true, "é": true, "a\tb\r\nc": true, "a\x00": false, "\xff": false, "\ufffd": false, "\x1b[0m": false,
	} {
		if sheet.Readable(field) != want {
			t.Errorf("Readable(%q) = %v", field, !want)
		}
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a;b\r1;2\r", "\xff\xfea\x00\n\x00", "a,b\n\"1,2\n\"\"\n", "sep=|\r\n\"\"|\"x\"\"\"\n", "a\n\"\r", "\ufeff\"\"\n\n\"", "a\x00b\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		at, err1 := dump(bytes.NewReader(data))
		by, err2 := dump(iotest.HalfReader(bytes.NewReader(data)))
		if !slices.Equal(at, by) || fmt.Sprint(err1) != fmt.Sprint(err2) {
			t.Fatalf("%q reads as %q, %v at once and as %q, %v in parts", data, at, err1, by, err2)
		}
		if err1 == nil {
			return
		}
		if _, ok := assent.AsProblem(err1); !ok {
			t.Fatalf("%q: %v is not a problem", data, err1)
		}
	})
}

// FuzzRoundTrip shows that every cell comes back as it was written.
func FuzzRoundTrip(f *testing.F) {
	f.Add("a", "1")
	f.Add("x\"y", "line\nbreak")
	f.Add(",;\t|", "\"")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, d := range []byte(",;\t|") {
			var file bytes.Buffer
			w, err := sheet.NewWriter(&file, sheet.Dialect{Delimiter: d})
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Write([]string{"one", "two", "three"}); err != nil {
				t.Fatal(err)
			}
			if err := w.Write([]string{a, b, "."}); err != nil {
				t.Fatal(err)
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			r, err := sheet.NewReader(&file)
			if err != nil {
				t.Fatal(err)
			}
			row, err := r.Read()
			if err != nil || row.Fault != nil || row.Fields[0] != a || row.Fields[1] != b {
				t.Fatalf("wrote %q, %q with %q; read %q (%v, %v)", a, b, d, row.Fields, row.Fault, err)
			}
		}
	})
}

// FuzzBlocks shows that blocks, read row by row and by many, hold what Read reads.
func FuzzBlocks(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n3,4", "a,b\r\n\"1\",\"x\ny\"\r\n\n2,3\r\n", "a\n\n\"x\",\"y\n", "a,b\n1,say \"hi\"\n\"2,\n3,4\n", "a,b\n1\r\"2\n3\"\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err1 := dump(bytes.NewReader(data))
		parts, err2 := dumpBlocks(bytes.NewReader(data))
		if err1 == nil && (!slices.Equal(all, parts) || err2 != nil) {
			t.Fatalf("%q reads as %q by the row and as %q, %v by the block", data, all, parts, err2)
		}
	})
}

func dumpBlocks(src io.Reader) (out []string, err error) {
	r, err := sheet.NewReader(src)
	if err != nil {
		return nil, err
	}
	out = append(out, strings.Join(r.Header(), "·"))
	for {
		text, number, err := r.Block(nil)
		if err != nil {
			return out, err
		}
		for left := text; len(left) > 0; {
			row, n, ok := r.Row(left, number)
			if ok {
				out = append(out, said(row))
			}
			number += bytes.Count(left[:n], []byte("\n"))
			left = left[n:]
		}
		if len(text) > 0 {
			continue
		}
		row, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, said(row))
	}
}
