package assent_test

import (
	"strings"
	"testing"

	"assent"
)

func TestATextThatDeceivesOrIsTooLongIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ text, line, paragraphs string }{
		"nothing":                  {"", "", ""},
		"a name":                   {"Éloïse O’Brien 田中", "", ""},
		"joiners and marks":        {"می\u200cخواهم \u200f👩\u200d🌾", "", ""},
		"exactly as long":          {strings.Repeat("é", 20), "", ""},
		"one character too long":   {strings.Repeat("é", 21), "TEXT_TOO_LONG", "TEXT_TOO_LONG"},
		"two paragraphs":           {"one\r\n\n\ttwo", "BAD_TEXT", ""},
		"NUL":                      {"a\x00b", "BAD_TEXT", "BAD_TEXT"},
		"escape":                   {"a\x1b[31m", "BAD_TEXT", "BAD_TEXT"},
		"C1 control":               {"a\u0085b", "BAD_TEXT", "BAD_TEXT"},
		"not UTF-8":                {"a\xff", "BAD_TEXT", "BAD_TEXT"},
		"right-to-left override":   {"invoice\u202efdp.exe", "BAD_TEXT", "BAD_TEXT"},
		"an isolate":               {"a\u2066b", "BAD_TEXT", "BAD_TEXT"},
		"a separator of lines":     {"a\u2028b", "BAD_TEXT", "BAD_TEXT"},
		"a mark of order of bytes": {"\ufeffa", "BAD_TEXT", "BAD_TEXT"},
	} {
		for kind, check := range map[string]func(string, string, int) *assent.Problem{c.line + ": line": assent.CheckLine, c.paragraphs + ": text": assent.CheckText} {
			want, _, _ := strings.Cut(kind, ":")
			got, problem := "", check("names.fr", c.text, 20)
			if problem != nil {
				got = problem.Code
			}
			if got != want || problem != nil && problem.Field != "names.fr" {
				t.Errorf("%s (%s): %v", name, kind, problem)
			}
		}
	}
}
