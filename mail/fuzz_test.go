package mail

import (
	"strings"
	"testing"
)

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nHi https://a.example/x\r\n",
		"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGEgaHJlZj0iaHR0cHM6Ly9hLmV4YW1wbGUiPmE8L2E+\r\n--b--\r\n",
		"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\r\n",
		"\r\n\r\n", "", "Subject",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		k, err := read(raw)
		if err != nil {
			return
		}
		if len(k.Text)+len(k.HTML) > 4*len(raw) {
			t.Errorf("%d bytes grew to %d", len(raw), len(k.Text)+len(k.HTML))
		}
		for _, l := range k.Links {
			if strings.ContainsAny(l, "\x00") && !strings.Contains(string(raw), "\x00") {
				t.Errorf("a link from nowhere: %q", l)
			}
		}
	})
}

func FuzzTextOf(f *testing.F) {
	for _, seed := range []string{"<p>Hi <b>there", "<a href=x>y</a>", "<style><p>", "<!-- ", "</p></style>a", "&#0;&nbsp;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, page string) {
		text, err := TextOf(page)
		if err != nil {
			t.Fatal(err)
		}
		again, err := TextOf(strings.ReplaceAll(strings.ReplaceAll(text, "&", "&amp;"), "<", "&lt;"))
		if err != nil || strings.Join(words(again), " ") != strings.Join(words(text), " ") {
			t.Errorf("%q is not plain: drawn again it is %q, %v", text, again, err)
		}
	})
}
