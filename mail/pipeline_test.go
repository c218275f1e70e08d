package mail

import (
	"bufio"
	"bytes"
	"io"
	"net/textproto"
	"strings"
	"testing"
)

func FuzzALetterArrivesAsItWasWhateverItsLinesBeginWith(f *testing.F) {
	for _, seed := range []string{"", ".", "a", "a\n.", "a\n..\n.b\n\n.\n", "Subject: x\n\nHello.\n.\n. \n", "\n.\n.\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		raw := "S: a\r\n" + strings.ReplaceAll(strings.ReplaceAll(text, "\r", ""), "\n", "\r\n") // a letter begins with its header, and all its lines end in CRLF
		sent := appendDotted(nil, []byte(raw))
		in := bufio.NewReader(bytes.NewReader(append(sent, "QUIT\r\n"...)))
		got, err := io.ReadAll(textproto.NewReader(in).DotReader())
		rest, _ := io.ReadAll(in)
		if want := strings.TrimSuffix(strings.ReplaceAll(raw, "\r\n", "\n"), "\n") + "\n"; err != nil || string(got) != want || string(rest) != "QUIT\r\n" {
			t.Errorf("%q became %q and left %q, %v", want, got, rest, err)
		}
	})
}
