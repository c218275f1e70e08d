package api_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// call is one line of docs/api.md: method, address, body, and the status it promises.
var call = regexp.MustCompile(`^curl (?:-X (\w+) )?"?\$ASSENT([^\s"]+)"?(?: --json '([^']*)')? *# (\d+)`)

func TestTheCallsOfTheDocumentationRunAsTheyStand(t *testing.T) {
	page, err := os.ReadFile("../docs/api.md")
	must(t, err)
	h := open(t)
	var id, code string
	calls := 0
	for line := range strings.Lines(string(page)) {
		if !strings.HasPrefix(line, "curl ") && !strings.HasPrefix(line, "curl\t") {
			continue
		}
		m := call.FindStringSubmatch(line)
		if m == nil {
			t.Errorf("this call cannot be read: %s", line)
			continue
		}
		calls++
		method := map[bool]string{true: "GET", false: "POST"}[m[3] == ""]
		if m[1] != "" {
			method = m[1]
		}
		path := strings.NewReplacer("$ID", id, "$CODE", code).Replace(m[2])
		a := h.send(method, path, m[3])
		if fmt.Sprint(a.status) != m[4] {
			t.Errorf("%s\nanswers %d %s", line, a.status, a.body)
		}
		if strings.Contains(line, "keep id") {
			id, _ = a.json["id"].(string)
		}
		if strings.Contains(line, "keep transaction_code") {
			code, _ = a.json["transaction_code"].(string)
			h.seal()
		}
	}
	if calls < 20 {
		t.Errorf("only %d calls were found", calls)
	}
}

func TestTheDocumentationNamesEveryCodeAsItIs(t *testing.T) {
	page, err := os.ReadFile("../docs/api.md")
	must(t, err)
	_, table, _ := strings.Cut(string(page), "## Errors")
	h := open(t)
	for _, c := range []struct{ code, body string }{
		{"BAD_JSON", `{`}, {"UNKNOWN_FIELD", `{"x":1,"type":"person.erased","contact":{}}`}, {"MISSING_FIELD", `{"type":"person.erased"}`},
		{"BAD_EMAIL", `{"type":"person.erased","contact":{"email":"x"}}`},
		{"UNKNOWN_PURPOSE", strings.Replace(goodEvent, "newsletter", "spam", 1)},
	} {
		if a := h.send("POST", "/v1/events", c.body); a.json["code"] != c.code || !strings.Contains(table, "`"+c.code+"`") {
			t.Errorf("%s: got %s", c.code, a.body)
		}
	}
}
