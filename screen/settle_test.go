package screen_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/decide"
	"assent/intake/intaketest"
	"assent/law"
	"assent/locale"
	"assent/screen"
	"assent/store/storetest"
)

// interrupted is a list during whose reading something happens.
type interrupted struct {
	*bytes.Reader
	left int // bytes until it does
	then func()
}

func (i *interrupted) Read(p []byte) (int, error) {
	n, err := i.Reader.Read(p[:min(len(p), 8<<10)])
	if i.left -= n; i.left <= 0 && i.then != nil {
		then := i.then
		i.then = nil
		then()
	}
	return n, err
}

// deskOf is an enquiry desk over a house of tests.
func deskOf(t *testing.T, h *intaketest.House) *decide.Desk {
	t.Helper()
	book, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return decide.New(h.Archive, h.Vault, h.Shelf, book, words, decide.Options{Now: h.Clock.Now})
}

func TestAWithdrawalThatArrivesWhileTheFileIsWrittenIsRespected(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		for _, form := range []struct{ name, head, row string }{{"csv", "email\n", "%s\n"}, {"ndjson", "", `{"email":"%s"}` + "\n"}} {
			for _, kept := range []bool{true, false} {
				t.Run(fmt.Sprintf("%s, kept %v", form.name, kept), func(t *testing.T) {
					h := intaketest.Open(t, storetestURL(t, url))
					withdrawnMeanwhile(t, h, screen.Format(form.name), form.head, form.row, kept)
				})
			}
		}
	})
}

// storetestURL is a fresh archive of the same kind as another.
func storetestURL(t *testing.T, like string) string {
	if strings.HasPrefix(like, "sqlite:") {
		return storetest.SQLiteURL(t)
	}
	return storetest.PostgresURL(t)
}

func withdrawnMeanwhile(t *testing.T, h *intaketest.House, format screen.Format, head, row string, kept bool) {
	desk := deskOf(t, h)
	if kept {
		if err := desk.Index(t.Context(), h.Org); err != nil {
			t.Fatal(err)
		}
	}
	first := h.Record(intaketest.SignUp("ana@example.org", "newsletter"))
	h.Record(intaketest.SignUp("bob@example.org", "newsletter"))
	h.Clock.Pass(time.Minute)
	others := 3_000
	if kept {
		others = 60_000 // several batches: some are decided when it comes
	}
	list := head + fmt.Sprintf(row, "ana@example.org") + strings.Repeat(fmt.Sprintf(row, "nobody@example.net"), others) + fmt.Sprintf(row, "bob@example.org")
	written := 0
	in := &interrupted{bytes.NewReader([]byte(list)), len(list) / 2, func() {
		written++
		h.Record(intaketest.OneClick(first.Point)) // her row may be decided already
	}}
	out, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	tally, position, err := screen.Settled(t.Context(), h.Org, in, out, desk, byEmail, screen.Options{Format: format}, nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, "@example.org") {
			rows = append(rows, line)
		}
	}
	if written != 1 || len(rows) != 2 || !strings.Contains(rows[0], "CONSENT_WITHDRAWN") || !strings.Contains(rows[1], "CONSENT_VALID") || tally.Rows != others+2 || tally.Allow != 1 {
		t.Errorf("tally %+v, rows %q", tally, rows)
	}
	if end, err := h.Archive.Head(h.Org).Read(t.Context()); err != nil || position != end {
		t.Errorf("as of %d, the log has %d (%v)", position, end, err)
	}
}

// restless is a desk whose people never come to rest.
type restless struct {
	*answers
	asked int64
}

func (r *restless) Touched(context.Context, assent.ID, int64) (bool, int64, error) {
	r.asked++
	return true, r.asked, nil
}

func TestAListOfPeopleWhoNeverRestIsGivenOutAllTheSame(t *testing.T) {
	out, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	findings := 0
	_, position, err := screen.Settled(t.Context(), assent.ID{1}, strings.NewReader("email\nana@example.org\nana\n"), out, &restless{answers: oddly()}, byEmail,
		screen.Options{Findings: func(screen.Finding) error { findings++; return nil }}, nil)
	if err != nil || position != 4 || findings != 1 { // the head before the fourth pass
		t.Errorf("as of %d, %d findings, %v", position, findings, err)
	}
}
