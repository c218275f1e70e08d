package screen_test

import (
	"fmt"
	"strings"
	"testing"

	"assent"
	"assent/screen"
)

func TestLinesOfJSONComeBackWithTheAnswerBehindTheirFields(t *testing.T) {
	const yes, no = `"decision":"allow","reason":"CONSENT_VALID","basis":"consent","valid_until":"2027-03-04T23:00:00Z"}`,
		`"decision":"deny","reason":"CONSENT_WITHDRAWN","basis":"none","valid_until":null}`
	gives := func(what string, q assent.Question, o screen.Options, in, want string) {
		t.Helper()
		o.Format = screen.NDJSON
		if got, _, _ := screened(t, in, q, o); got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
		}
	}
	gives("fields stay as they are written", byEmail, screen.Options{},
		"{\"n\": 1.0, \"email\":\"ana@example.net\" , \"x\":{\"a\":[1, 2]} }\n\n{\"email\":\"bob@test.org\"}",
		"{\"n\": 1.0, \"email\":\"ana@example.net\" , \"x\":{\"a\":[1, 2]},"+yes+"\n{\"email\":\"bob@test.org\","+no+"\n")
	gives("the contact as the API takes it", byEmail, screen.Options{}, `{"contact":{"email":"ana@example.net"}}`, `{"contact":{"email":"ana@example.net"},`+yes+"\n")
	gives("a title that is known", byEmail, screen.Options{}, `{"E-Mail address":"bob@test.org"}`, `{"E-Mail address":"bob@test.org",`+no+"\n")
	gives("the field that is named", byEmail, screen.Options{Column: "to"}, `{"email":"x","to":"bob@test.org"}`, `{"email":"x","to":"bob@test.org",`+no+"\n")
	gives("a phone for a text", assent.Question{Channel: assent.SMS}, screen.Options{Country: "FR"}, `{"phone":"06 39 98 01 23"}`, `{"phone":"06 39 98 01 23",`+no+"\n")
}

func TestALineThatCannotBeReadIsADenyAndIsKept(t *testing.T) {
	in := strings.Join([]string{`{"email":"ana at example"}`, `{}`, `["ana@example.net"]`, `{"email":`, `{"email":"ana@example.net","reason":"x"}`, `{"email":1}`, `{"E-mail":"a@b.example","Courriel":"c@d.example"}`}, "\n")
	out, tally, findings := screened(t, in, byEmail, screen.Options{Format: screen.NDJSON})
	const bad, broken = `"decision":"deny","reason":"INVALID_CONTACT","basis":"none","valid_until":null}`, `"decision":"deny","reason":"INVALID_ROW","basis":"none","valid_until":null}`
	want := strings.Join([]string{
		`{"email":"ana at example",` + bad, `{` + bad, `{"row":["ana@example.net"],` + broken, `{"row":"{\"email\":",` + broken,
		`{"row":{"email":"ana@example.net","reason":"x"},` + broken, `{"email":1,` + bad, `{"E-mail":"a@b.example","Courriel":"c@d.example",` + bad, "",
	}, "\n")
	if out != want {
		t.Errorf("wrote\n%s\nwant\n%s", out, want)
	}
	if tally.Rows != 7 || tally.Deny != 7 {
		t.Errorf("tally %+v", tally)
	}
	got := ""
	for _, f := range findings {
		got += fmt.Sprintf("%d %s\n", f.Line, f.Code)
	}
	if want := "1 BAD_EMAIL\n2 NO_CONTACT\n3 BAD_LINE\n4 BAD_LINE\n5 REPEATED_COLUMN\n6 BAD_CONTACT\n7 REPEATED_COLUMN\n"; got != want {
		t.Errorf("findings\n%swant\n%s", got, want)
	}
}
