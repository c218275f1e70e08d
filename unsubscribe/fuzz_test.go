package unsubscribe

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.eml")
	if err != nil || len(files) == 0 {
		f.Fatal("no mails to begin with", err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := Read(raw)
		if err != nil {
			return
		}
		if len(m.Text)+len(m.HTML) > 4*len(raw) {
			t.Errorf("%d bytes grew to %d", len(raw), len(m.Text)+len(m.HTML))
		}
		verified := Verify(m, func(string) ([]string, error) { return []string{"v=DKIM1; p=AAAA"}, nil })
		for _, found := range append(Inspect(m, true), verified...) {
			if found.Cite == "" || strings.Contains(found.Text, "%!") {
				t.Errorf("an unfinished finding: %+v", found)
			}
		}
		for _, l := range Links(m, false) {
			if (anchor{url: l.URL}).isMail() || l.Where == "" {
				t.Errorf("not a page: %+v", l)
			}
		}
	})
}

func FuzzListURIs(f *testing.F) {
	for _, seed := range []string{"<https://a/u>", "(c) <a>,<b>", "<a\r\n b>", "<", "<a>,", `(\)) <a>`, "((<a>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		uris, err := listURIs(value)
		if err != nil || !utf8.ValidString(value) {
			return
		}
		again, err := listURIs("<" + strings.Join(uris, ">,\r\n <") + ">")
		if err != nil || !slices.Equal(again, uris) {
			t.Errorf("%q: written out anew it reads %q, %v", uris, again, err)
		}
	})
}
