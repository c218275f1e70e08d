package screen_test

import (
	"bytes"
	"crypto/rand"
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/decide"
	"assent/imports"
	"assent/intake"
	"assent/law"
	"assent/locale"
	"assent/sample"
	"assent/screen"
	"assent/store"
	"assent/store/storetest"
	"assent/vault"
)

// now is when the lists of these tests are screened.
var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// house is the sample organisation with the people of examples/generic.csv, all of it real.
type house struct {
	org    assent.ID
	people screen.People
	intake *intake.Desk
	desk   *decide.Desk
}

func newHouse(t *testing.T) *house {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	clock := func() time.Time { return now }
	keys, err := vault.Generate(rand.Reader, "assent.example/log", now)
	must(err)
	v, err := vault.New(keys, rand.Reader)
	must(err)
	org, err := assent.NewID(now, rand.Reader)
	must(err)
	archive := storetest.SQLite(t)
	must(archive.Update(t.Context(), org, func(tx *store.Tx) error { return tx.PutOrg(store.Org{ID: org, Name: "Verdier"}) }))
	items, err := sample.Organisation("https://verdier.example")
	must(err)
	shelf := catalogue.New(archive, rand.Reader)
	must(shelf.Publish(t.Context(), org, assent.Actor{Kind: assent.ActorOperator, ID: "test"}, now, items...))
	book, err := law.Embedded()
	must(err)
	words, err := locale.Load()
	must(err)
	h := &house{
		org: org, people: screen.People{Archive: archive, Vault: v},
		intake: intake.New(archive, v, shelf, intake.Options{Now: clock, Random: rand.Reader}),
		desk:   decide.New(archive, v, shelf, book, words, decide.Options{Now: clock}),
	}
	file, err := os.Open("../examples/generic.csv")
	must(err)
	defer file.Close()
	_, err = imports.Run(t.Context(), org, file, h.intake, imports.Options{Now: clock}, nil)
	must(err)
	return h
}

func TestTheExampleListIsScreened(t *testing.T) {
	h := newHouse(t)
	list, err := os.ReadFile("../examples/audience.csv")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := screen.Run(t.Context(), h.org, bytes.NewReader(list), &out, h.desk, byEmail, screen.Options{}, nil); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, strings.Join([]string{r[0], r[4], r[5], r[6]}, " "))
	}
	want := []string{
		"Customer decision reason basis",
		"C-1001 allow CONSENT_VALID consent",
		"C-1002 deny UNPROVEN_CONSENT none",
		"C-1004 deny CONSENT_WITHDRAWN none",
		"C-1005 deny CONSENT_WITHDRAWN none",
		"C-1007 deny OBJECTION_ALL none",
		"C-2001 deny NO_BASIS none",
		"C-2002 deny INVALID_CONTACT none",
	}
	if !slices.Equal(got, want) {
		t.Errorf("screened as\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestTheAudienceIsEveryoneWhoMayBeWrittenTo(t *testing.T) {
	h := newHouse(t)
	var out bytes.Buffer
	tally, err := screen.Audience(t.Context(), h.org, h.people, h.desk, byEmail, &out, screen.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if head := strings.Join(rows[0], " "); head != "contact country language basis reason valid_until obligations" {
		t.Errorf("columns %s", head)
	}
	var contacts []string
	for _, r := range rows[1:] {
		contacts = append(contacts, r[0])
		if !strings.Contains(r[6], string(assent.MustOptOutLink)) {
			t.Errorf("obligations %q; want a way out among them", r[6])
		}
	}
	slices.Sort(contacts) // people are listed in the order of their identifiers
	if want := []string{"rosa@example.org"}; !slices.Equal(contacts, want) {
		t.Errorf("audience %q; want %q", contacts, want)
	}
	if tally.Allow != 1 || tally.Rows != tally.Allow+tally.Deny {
		t.Errorf("tally %+v", tally)
	}
}

func TestAnAddressThatASpreadsheetWouldRunIsLeftOut(t *testing.T) {
	h := newHouse(t)
	_, err := imports.Run(t.Context(), h.org, strings.NewReader("email,status,purpose,channel,occurred_at,confirmed_at,source,country\n"+
		"=cmd@example.org,granted,newsletter,email,2026-05-02T10:15:00Z,2026-05-02T10:16:00Z,shop,ES\n"), h.intake, imports.Options{Now: func() time.Time { return now }}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	var findings []screen.Finding
	tally, err := screen.Audience(t.Context(), h.org, h.people, h.desk, byEmail, &out, screen.Options{
		Findings: func(f screen.Finding) error { findings = append(findings, f); return nil },
	}, nil)
	if err != nil || strings.Contains(out.String(), "=cmd") || len(findings) != 1 || tally.Allow == 0 {
		t.Errorf("%v, findings %v, tally %+v:\n%s", err, findings, tally, out.String())
	}
}
