package screen

import (
	"encoding/json"
	"strings"
	"testing"
)

func FuzzSimpleObject(f *testing.F) {
	for _, s := range []string{
		`{"email":"ana@example.org","n":-1.5,"ok":true, "x" : null }` + "\r\n", `{}`, `{"a":01}`, `{"a":1.}`, `{"a":"b",}`, `{"a":"b"}}`, `{"a":"\u0041"}`, `{"a" "b"}`, `{"a":tru}`, `{"a":"b"`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		o := simpleObject{text: text}
		seen := map[string]string{}
		for o.next() {
			seen[o.name] = o.value
		}
		if !o.ended {
			return
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal([]byte(text), &fields); err != nil || len(fields) != len(seen) {
			t.Fatalf("%q: %d of %d fields, %v", text, len(seen), len(fields), err)
		}
		for name, value := range seen {
			if strings.Trim(string(fields[name]), `"`) != strings.Trim(value, `"`) {
				t.Fatalf("%q: %s is %s, read as %s", text, name, fields[name], value)
			}
		}
		if rest := strings.TrimSpace(text[o.last:]); rest != "}" {
			t.Fatalf("%q is said to end before %q", text, rest)
		}
	})
}
