package screen_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/screen"
)

// answers decides by a function; it counts how many contacts it is asked about at once.
type answers struct {
	decide func(assent.Contactable) assent.Decision
	most   int
}

func (a *answers) MaySendAll(_ context.Context, _ assent.ID, _ assent.Question, to []assent.Contactable) ([]assent.Decision, error) {
	a.most = max(a.most, len(to))
	out := make([]assent.Decision, len(to))
	for i, c := range to {
		out[i] = a.decide(c)
	}
	return out, nil
}

// oddly allows those whose address has an a in it.
func oddly() *answers {
	end := time.Date(2027, 3, 4, 23, 0, 0, 0, time.UTC)
	return &answers{decide: func(c assent.Contactable) assent.Decision {
		if strings.Contains(c.Email+c.Phone+c.ExternalID, "a") {
			return assent.Decision{Decision: assent.Allow, Basis: assent.ConsentBasis, Reason: assent.ReasonConsentValid, ValidUntil: &end}
		}
		return assent.Decision{Decision: assent.Deny, Basis: assent.NoBasis, Reason: assent.ReasonConsentWithdrawn}
	}}
}

var byEmail = assent.Question{Channel: assent.Email, Purpose: "newsletter"}

func screened(t *testing.T, in string, q assent.Question, o screen.Options) (string, screen.Tally, []screen.Finding) {
	t.Helper()
	var out bytes.Buffer
	var findings []screen.Finding
	o.Findings = func(f screen.Finding) error { findings = append(findings, f); return nil }
	tally, err := screen.Run(t.Context(), assent.ID{1}, strings.NewReader(in), &out, oddly(), q, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), tally, findings
}

func TestTheListComesBackWithTheAnswerBesideEachRow(t *testing.T) {
	gives := func(what string, q assent.Question, o screen.Options, in, want string) {
		t.Helper()
		if got, _, _ := screened(t, in, q, o); got != want {
			t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
		}
	}
	const yes, no = "allow,CONSENT_VALID,consent,2027-03-04T23:00:00Z", "deny,CONSENT_WITHDRAWN,none,"
	const head = "decision,reason,basis,valid_until"
	gives("all columns and rows, in order", byEmail, screen.Options{},
		"id,E-mail,Name\n1,ana@example.net,\"Silva, Ana\"\n2,bob@test.example,Bob\n3,ana@example.net,again\n",
		"id,E-mail,Name,"+head+"\n1,ana@example.net,\"Silva, Ana\","+yes+"\n2,bob@test.example,Bob,"+yes+"\n3,ana@example.net,again,"+yes+"\n")
	gives("a deny", byEmail, screen.Options{}, "email\nbob@test.org\n", "email,"+head+"\nbob@test.org,"+no+"\n")
	gives("the dialect of the list", byEmail, screen.Options{},
		"\ufeffName;Courriel\r\nBob;bob@test.org\r\n",
		"\ufeffName;Courriel;decision;reason;basis;valid_until\nBob;bob@test.org;deny;CONSENT_WITHDRAWN;none;\n")
	gives("a phone for a text", assent.Question{Channel: assent.SMS}, screen.Options{Country: "FR"},
		"email,Téléphone\nana@example.net,06 39 98 01 23\n", "email,Téléphone,"+head+"\nana@example.net,06 39 98 01 23,"+no+"\n")
	gives("a customer number if there is nothing better", byEmail, screen.Options{}, "Customer ID\na1\n", "Customer ID,"+head+"\na1,"+yes+"\n")
	gives("the column that is named", byEmail, screen.Options{Column: "second"},
		"first,second\nx,ana@example.net\n", "first,second,"+head+"\nx,ana@example.net,"+yes+"\n")
	gives("links for those who may be written to", byEmail, screen.Options{Links: func(_ context.Context, to assent.Contactable) (string, string, error) {
		return "https://x.example/u/" + to.Email[:1], "https://x.example/p/" + to.Email[:1], nil
	}},
		"email\nana@example.net\nbob@test.org\n",
		"email,"+head+",unsubscribe_url,preferences_url\nana@example.net,"+yes+",https://x.example/u/a,https://x.example/p/a\nbob@test.org,"+no+",,\n")
}

func TestARowThatCannotBeReadIsADeny(t *testing.T) {
	out, tally, findings := screened(t, "n,email\n1,ana@example.net\n2,ana at example\n3,\n4\n5,bob@test.org,x,y\n\"6,ana@example.net\n7,ana@example.net\n", byEmail, screen.Options{})
	want := `n,email,decision,reason,basis,valid_until
1,ana@example.net,allow,CONSENT_VALID,consent,2027-03-04T23:00:00Z
2,ana at example,deny,INVALID_CONTACT,none,
3,,deny,INVALID_CONTACT,none,
4,,deny,INVALID_ROW,none,
5,bob@test.org,deny,INVALID_ROW,none,,x,y
,,deny,INVALID_ROW,none,
7,ana@example.net,allow,CONSENT_VALID,consent,2027-03-04T23:00:00Z
`
	if out != want {
		t.Errorf("wrote\n%s\nwant\n%s", out, want)
	}
	if tally.Rows != 7 || tally.Allow != 2 || tally.Deny != 5 || tally.Reasons[screen.InvalidRow] != 3 || tally.Reasons[screen.InvalidContact] != 2 {
		t.Errorf("tally %+v", tally)
	}
	got := ""
	for _, f := range findings {
		got += fmt.Sprintf("%d %s\n", f.Line, f.Code)
	}
	if want := "3 BAD_EMAIL\n4 NO_CONTACT\n5 RAGGED_ROW\n6 RAGGED_ROW\n7 BAD_QUOTES\n"; got != want {
		t.Errorf("findings\n%swant\n%s", got, want)
	}
}

func TestListsThatAreRefused(t *testing.T) {
	refuses := func(in string, q assent.Question, o screen.Options, code, why string) {
		t.Helper()
		_, err := screen.Run(t.Context(), assent.ID{1}, strings.NewReader(in), io.Discard, oddly(), q, o, nil)
		p, ok := assent.AsProblem(err)
		if !ok || p.Code != code || !strings.Contains(p.Detail, why) {
			t.Errorf("%q: %v; want %s … %q", in, err, code, why)
		}
	}
	refuses("", byEmail, screen.Options{}, "NO_HEADER", "empty")
	refuses("ana@example.org,Ana\n", byEmail, screen.Options{}, "NO_HEADER", "must name the columns")
	refuses("name,city\n", byEmail, screen.Options{}, "NO_CONTACT_COLUMN", `--column "email"`)
	refuses("email,E-Mail\n", byEmail, screen.Options{}, "REPEATED_COLUMN", `"email", "E-Mail"`)
	refuses("email,decision\n", byEmail, screen.Options{}, "REPEATED_COLUMN", "take it out first")
	refuses("email\n", byEmail, screen.Options{Column: "mail"}, "NO_SUCH_COLUMN", `"mail"`)
	refuses("email\n", assent.Question{Channel: "pigeon"}, screen.Options{}, "UNKNOWN_CHANNEL", "one of email")
}

func TestAStoreThatDoesNotAnswerEndsTheScreening(t *testing.T) {
	desk := &answers{decide: func(assent.Contactable) assent.Decision {
		return assent.Denied(assent.ReasonUnavailable, time.Time{})
	}}
	_, err := screen.Run(t.Context(), assent.ID{1}, strings.NewReader("email\nana@example.org\n"), io.Discard, desk, byEmail, screen.Options{}, nil)
	if p, ok := assent.AsProblem(err); !ok || p.Kind != assent.Unavailable {
		t.Errorf("error %v; want a problem of kind Unavailable", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = screen.Run(ctx, assent.ID{1}, strings.NewReader("email\nana@example.org\n"), io.Discard, oddly(), byEmail, screen.Options{}, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v; want that of the context", err)
	}
}

func TestALongListIsAskedInParts(t *testing.T) {
	list := "email\n" + strings.Repeat("ana@example.org\n", 2500)
	desk := oddly()
	var last screen.Progress
	tally, err := screen.Run(t.Context(), assent.ID{1}, strings.NewReader(list), io.Discard, desk, byEmail, screen.Options{}, func(p screen.Progress) { last = p })
	if err != nil || tally.Allow != 2500 || desk.most != 1000 {
		t.Errorf("%+v, %v; asked about %d at once", tally, err, desk.most)
	}
	if want := (screen.Progress{Rows: 2500, Bytes: int64(len(list))}); last != want {
		t.Errorf("last progress %+v; want %+v", last, want)
	}
}
