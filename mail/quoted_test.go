package mail

import (
	"bytes"
	"io"
	"mime/quotedprintable"
	"strings"
	"testing"
)

// quotedByTheLibrary is the same encoding as Go's own library writes it. It is given line feeds alone, since it loses one that comes
// after a carriage return and a byte that is encoded.
func quotedByTheLibrary(t *testing.T, text string) []byte {
	var out bytes.Buffer
	w := quotedprintable.NewWriter(&out)
	if _, err := io.WriteString(w, lineEnds.Replace(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func FuzzQuotedTextIsWrittenAsTheLibraryWritesIt(f *testing.F) {
	for _, seed := range []string{
		"", "Grüße", "a \nb\t\n.\n", "a\r\nb\rc\n\rd", " ", "\t\t", "=", strings.Repeat("w", 75), strings.Repeat("w", 76), strings.Repeat("w", 75) + " ",
		strings.Repeat("x", 73) + "é", strings.Repeat("x", 72) + "é", strings.Repeat("\x00", 60), strings.Repeat("a b ", 60), strings.Repeat("w", 74) + " \n\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := appendQuoted(nil, text), quotedByTheLibrary(t, text); !bytes.Equal(got, want) {
			t.Errorf("%q is written\n%q and not\n%q", text, got, want)
		}
	})
}
