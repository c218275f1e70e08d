package imports_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/imports"
	"assent/intake"
)

var update = flag.Bool("update", false, "write the golden files anew")

// run imports a text and returns the report and the findings.
func (h *house) run(file string, o imports.Options) (imports.Report, []imports.Finding, error) {
	h.t.Helper()
	var findings []imports.Finding
	o.Now = func() time.Time { return h.clock }
	o.Findings = func(f imports.Finding) error { findings = append(findings, f); return nil }
	report, err := imports.Run(h.t.Context(), h.org, strings.NewReader(file), h.desk, o, nil)
	return report, findings, err
}

func (h *house) imports(file string, o imports.Options) imports.Report {
	h.t.Helper()
	r, _, err := h.run(file, o)
	h.must(err)
	return r
}

// TestWhatBecomesOfEachFile shows the whole outcome of a file: the report, what is said of
// single lines, and what was recorded. The files under testdata end in what they are about.
func TestWhatBecomesOfEachFile(t *testing.T) {
	mailchimp := imports.Options{Purpose: "newsletter", Channel: assent.Email}
	toDo := map[string]imports.Options{
		"../examples/generic.csv":                              {},
		"../examples/subscribed_members_export_4f2a91c.csv":    {Purpose: "newsletter", Topics: map[string]string{"VIP": "garden", "Blog": "kitchen"}},
		"../examples/unsubscribed_members_export_4f2a91c.csv":  mailchimp,
		"../examples/cleaned_members_export_4f2a91c.csv":       mailchimp,
		"../examples/nonsubscribed_members_export_4f2a91c.csv": {Purpose: "newsletter", Relationship: "account_only"},
		"../examples/hubspot.csv": {
			Purpose: "newsletter", Relationship: "account_only", Columns: map[string]string{"Consent date": "occurred_at"},
		},
		"../examples/brevo.csv":    {Purpose: "newsletter"},
		"../examples/klaviyo.csv":  {Purpose: "newsletter"},
		"../examples/listmonk.csv": {Purpose: "newsletter", Relationship: "account_only"},
		"testdata/unreadable.csv":  {Purpose: "newsletter", Channel: assent.Email, Zone: time.FixedZone("UTC+2", 7200)},
		"testdata/noes.csv":        {},
		"testdata/proof.csv":       {Purpose: "newsletter", Channel: assent.Email, KeepIP: true},
		"testdata/mapped.csv": {Purpose: "newsletter", Channel: assent.Email, Columns: map[string]string{
			"Kundennr.": "external_id", "Antwort": "status", "Datum": "occurred_at", "Ort": "-",
		}},
	}
	for path, o := range toDo {
		name := strings.TrimSuffix(filepath.Base(path), ".csv")
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			file, err := os.ReadFile(path)
			h.must(err)
			o.FileName = filepath.Base(path)
			report, findings, err := h.run(string(file), o)
			h.must(err)
			golden(t, "testdata/golden/"+name+".txt", outcome(t, report, findings, h.events()))
		})
	}
}

func outcome(t *testing.T, r imports.Report, findings []imports.Finding, events []*assent.Event) string {
	t.Helper()
	var b bytes.Buffer
	r.Run = "RUN"
	if err := r.Print(&b); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(&b, "\nfindings")
	w, err := imports.NewFindingWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if err := w.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(&b, "\nrecorded")
	for _, e := range events {
		fmt.Fprintln(&b, told(e))
	}
	return b.String()
}

// told puts an event in one line.
func told(e *assent.Event) string {
	parts := []string{e.Occurred.Format(time.RFC3339), string(e.Type), string(e.Method)}
	for _, c := range e.Choices {
		parts = append(parts, fmt.Sprintf("yes to %s:%s%s, %s, grade %s", c.Purpose, c.Channel, c.Topics, e.Strength, e.Grade))
	}
	for _, n := range e.Noes {
		parts = append(parts, fmt.Sprintf("no (%s) to %s:%s of brand %s", n.Kind, n.Scope.Purpose, n.Scope.Channel, n.Scope.Brand))
	}
	if e.Suppression != nil {
		parts = append(parts, "stop: "+e.Suppression.Kind)
	}
	if e.Relationship != nil {
		parts = append(parts, "relationship: "+e.Relationship.Kind)
	}
	if e.Evidence != nil {
		parts = append(parts, fmt.Sprintf("evidence %q opt-in %s confirmed %s attachments %d", e.Evidence.Source, e.Evidence.OptIn, e.Evidence.Confirmed, len(e.Evidence.Attachments)))
	}
	if a := e.Attributes; a != nil {
		parts = append(parts, fmt.Sprintf("at %s %s %s %s", a.Country, a.Language, a.Kind, a.TimeZone))
	}
	for _, s := range e.Sealed {
		parts = append(parts, "sealed "+s.Name)
	}
	return strings.Join(parts, " | ")
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s\nwant:\n%s", path, got, want)
	}
}

// TestFilesThatAreRefused shows the sentences for files that cannot be read as a whole.
func TestFilesThatAreRefused(t *testing.T) {
	var b strings.Builder
	h := newHouse(t)
	refused := func(what, file string, o imports.Options) {
		t.Helper()
		_, _, err := h.run(file, o)
		p, ok := assent.AsProblem(err)
		if !ok {
			t.Errorf("%s: %v; want a problem", what, err)
			return
		}
		fmt.Fprintf(&b, "%s\n  %s: %s\n", what, p.Code, p.Detail)
	}
	mc := func(format string) imports.Options { return imports.Options{Format: format, Purpose: "newsletter"} }
	refused("an empty file", "", imports.Options{})
	refused("a workbook", "PK\x03\x04\x14\x00", imports.Options{})
	refused("no header", "ana@example.org,newsletter,granted\n", imports.Options{})
	refused("a column that is not known", "email,status,Favourite colour,,note\n", imports.Options{})
	refused("no column for the status", "email,purpose\n", imports.Options{})
	refused("no column for an address", "status,purpose\n", imports.Options{})
	refused("two columns of one field", "email,E-Mail,status\n", imports.Options{})
	refused("two columns of one title", "email,email,status\n", imports.Options{})
	refused("a mapping of a column that is not there", "email,status\n", imports.Options{Columns: map[string]string{"Colour": "note"}})
	refused("a mapping to a field that is not there", "email,status,Colour\n", imports.Options{Columns: map[string]string{"Colour": "colour"}})
	refused("a format that is not there", "email,status\n", mc("excel"))
	for _, product := range []string{"hubspot", "brevo", "klaviyo", "listmonk"} {
		refused("format "+product+" without an address", "Name,Status\n", mc(product))
	}
	refused("a file of HubSpot's", "Record ID,First Name,Email\n", imports.Options{})
	refused("a file of Brevo's", "EMAIL,NOM,ADDED_TIME,MODIFIED_TIME\n", imports.Options{})
	refused("a file of Klaviyo's", "Email,Email Marketing Consent\n", imports.Options{})
	refused("a file of listmonk's", "email,name,attributes\n", imports.Options{})
	refused("a Mailchimp file without its purpose", "Email Address,OPTIN_TIME,LEID\n", imports.Options{FileName: "subscribed_1.csv"})
	refused("a Mailchimp file without an address", "Contact,OPTIN_TIME,LEID\n", imports.Options{Purpose: "newsletter", FileName: "subscribed_1.csv"})
	refused("a Mailchimp file under another name", "Email Address,OPTIN_TIME,LEID\n", imports.Options{Purpose: "newsletter", FileName: "list.csv"})
	refused("a Mailchimp file whose name contradicts it", "Email Address,CLEAN_TIME,LEID\n", imports.Options{Purpose: "newsletter", FileName: "subscribed_1.csv"})
	refused("a state that is not there", "Email Address,OPTIN_TIME,LEID\n", imports.Options{Purpose: "newsletter", State: "happy"})
	golden(t, "testdata/golden/refused.txt", b.String())
	if n := len(h.events()); n != 0 {
		t.Errorf("%d events were recorded of files that were refused", n)
	}
}

func TestColumnsOfTheAudiencesOwnDoNotPassForMailchimps(t *testing.T) {
	h := newHouse(t)
	r := h.imports("Email Address,Region,Phone,Notes,Notes,OPTIN_TIME,CONFIRM_TIME,CC,REGION,LEID,NOTES\n"+
		"ana@example.org,North,12,a,b,2021-03-04 09:15:02,,US,TX,1,c\n",
		imports.Options{Purpose: "newsletter", FileName: "subscribed_1.csv", Columns: map[string]string{"Phone": "external_id"}})
	if r.Taken != 1 || fmt.Sprint(r.Aside) != "[Region Notes Notes LEID NOTES]" {
		t.Errorf("%+v", r)
	}
	if e := h.events(); len(e) != 1 || e[0].Attributes == nil || e[0].Attributes.Country != "US-TX" || len(e[0].Points) != 2 {
		t.Errorf("recorded %+v", e)
	}
}

func TestRunningAgainDoublesNothing(t *testing.T) {
	h := newHouse(t)
	var file strings.Builder
	file.WriteString("email,status,occurred_at\n")
	for i := range 1200 {
		fmt.Fprintf(&file, "p%d@example.org,granted,2023-01-01T00:00:00Z\n", i)
	}
	o := imports.Options{Purpose: "newsletter", Channel: assent.Email, Now: func() time.Time { return now }}

	stopped := &breaksAfter{Recorder: h.desk, chunks: 1}
	_, err := imports.Run(t.Context(), h.org, strings.NewReader(file.String()), stopped, o, nil)
	if !errors.Is(err, errPower) {
		t.Fatalf("the first run ended with %v", err)
	}
	if n := len(h.events()); n != 500 {
		t.Fatalf("%d events before the failure; want one chunk of 500", n)
	}
	again := h.imports(file.String(), o)
	if again.Rows != 1200 || again.Known != 500 || again.Taken != 700 || again.NotTaken != 0 {
		t.Errorf("the second run: %+v", again)
	}
	third := h.imports(file.String(), o)
	if third.Known != 1200 || third.Taken != 0 || len(h.events()) != 1200 {
		t.Errorf("the third run took %d, knew %d; %d events", third.Taken, third.Known, len(h.events()))
	}
	if third.Run != again.Run {
		t.Errorf("the runs of one file have two names: %s, %s", third.Run, again.Run)
	}
}

func TestRowsThatWereNotTakenMayBeWhenTheFileComesAgain(t *testing.T) {
	h := newHouse(t)
	var file strings.Builder
	file.WriteString("email,status,occurred_at,purpose\n")
	for i := range 700 { // two chunks
		fmt.Fprintf(&file, "reader%d@example.org,granted,2026-01-02T03:04:05Z,%s\n", i, []string{"newsletter", "garden"}[i%2])
	}
	o := imports.Options{Channel: assent.Email}
	if first := h.imports(file.String(), o); first.Taken != 350 || first.NotTaken != 350 {
		t.Fatalf("of 700 rows %d were taken and %d were not, want half", first.Taken, first.NotTaken)
	}
	h.publish("garden", assent.Email)
	if second := h.imports(file.String(), o); second.Known != 350 || second.Taken != 350 {
		t.Errorf("then %d were known and %d taken, want half", second.Known, second.Taken)
	}
	if third := h.imports(file.String(), o); third.Known != 700 || len(h.events()) != 700 {
		t.Errorf("at last %d were known; %d events", third.Known, len(h.events()))
	}
}

var errPower = errors.New("power failure")

// breaksAfter is a counter that goes down after some chunks.
type breaksAfter struct {
	imports.Recorder
	chunks int
}

func (b *breaksAfter) Prepare(ctx context.Context, org assent.ID, acts []intake.Act, part intake.Part) (intake.Start, error) {
	start, err := b.Recorder.Prepare(ctx, org, acts, part)
	return func(ctx context.Context) func() ([]intake.Outcome, error) {
		if b.chunks--; b.chunks < 0 { // chunks are started one after another
			return func() ([]intake.Outcome, error) { return nil, errPower }
		}
		return start(ctx)
	}, err
}

func TestAnImportRevivesNobodyWhoLeft(t *testing.T) {
	yes := "email,status,occurred_at,confirmed_at\nana@example.org,granted,%s,%s\n"
	later := fmt.Sprintf(yes, "2026-11-21T11:00:00Z", "2026-11-21T11:01:00Z")
	o := imports.Options{Purpose: "newsletter", Channel: assent.Email}
	left := func(act intake.Act) *house {
		h := newHouse(t)
		h.imports("email,status,occurred_at\nana@example.org,granted,2020-01-01T00:00:00Z\n", o)
		h.clock = now.Add(-24 * time.Hour)
		act.Contact = assent.Contactable{Email: "ana@example.org"}
		_, err := h.desk.Record(t.Context(), h.org, act)
		h.must(err)
		h.clock = now
		return h
	}
	everything := assent.Everything()
	for name, act := range map[string]intake.Act{
		"by one click":                 {Type: assent.ConsentWithdrawn, Method: assent.OneClick, Scope: &everything, Actor: assent.Actor{Kind: assent.ActorPerson}},
		"as an operator recorded":      {Type: assent.ConsentWithdrawn, Scope: &everything, Actor: assent.Actor{Kind: assent.ActorOperator, ID: "o"}},
		"by an objection over the API": {Type: assent.ObjectionRaised, Actor: assent.Actor{Kind: assent.ActorKey, ID: "k"}},
	} {
		h := left(act)
		if s := h.status("ana@example.org"); s == assent.Granted {
			t.Fatalf("%s: she left, and her status is %s", name, s)
		}
		h.imports(later, o)
		if s := h.status("ana@example.org"); s == assent.Granted {
			t.Errorf("%s: an import made her status %s", name, s)
		}
	}

	h := newHouse(t)
	h.imports("email,status,occurred_at\nana@example.org,withdrawn,2022-01-01T00:00:00Z\n", o)
	h.imports(later, o)
	if s := h.status("ana@example.org"); s == assent.Granted {
		t.Errorf("a second import made the status of one who had left by the first %s", s)
	}
}

func TestWhoCameBackElsewhereWaitsForHerConfirmation(t *testing.T) {
	left, came := "../examples/unsubscribed_members_export_4f2a91c.csv", "../examples/subscribed_members_export_4f2a91c.csv"
	for _, order := range [][]string{{left, came}, {came, left}} {
		h := newHouse(t)
		for _, path := range order {
			file, err := os.ReadFile(path)
			h.must(err)
			h.imports(string(file), imports.Options{FileName: filepath.Base(path), Purpose: "newsletter", Channel: assent.Email})
		}
		if got := h.status("ana.silva@example.org"); got != assent.Pending {
			t.Errorf("after %q she is %s; want pending", order, got)
		}
	}
}

func TestWithinOneFileItsOwnDatesDecide(t *testing.T) {
	const yes, no = "ana@example.org,granted,%s\n", "ana@example.org,withdrawn,%s\n"
	is := func(want assent.Status, rows ...string) {
		t.Helper()
		for range 2 { // the order of lines does not matter
			slices.Reverse(rows)
			h := newHouse(t)
			h.imports("email,status,occurred_at\n"+strings.Join(rows, ""), imports.Options{Purpose: "newsletter", Channel: assent.Email})
			if got := h.status("ana@example.org"); got != want {
				t.Errorf("%q: %s; want %s", rows, got, want)
			}
		}
	}
	at := func(row, t string) string { return fmt.Sprintf(row, t) }
	is(assent.Granted, at(yes, "2022-01-01T00:00:00Z"), at(no, "2021-01-01T00:00:00Z"))
	is(assent.Withdrawn, at(yes, "2021-01-01T00:00:00Z"), at(no, "2022-01-01T00:00:00Z"))
	is(assent.Withdrawn, at(yes, "2022-01-01T00:00:00Z"), at(no, "2022-01-01T00:00:00Z"))
	is(assent.Withdrawn, at(yes, "2022-01-01"), at(no, "2022-01-01"))
	is(assent.Withdrawn, at(yes, "2022-01-01T18:00:00Z"), at(no, "2022-01-01"))
	is(assent.Withdrawn, at(yes, "2022-01-01"), at(no, "2022-01-01T09:00:00Z"))
	is(assent.Withdrawn, at(yes, "2022-01-01T00:00:00Z"), at(no, ""))
	is(assent.Withdrawn, at(yes, "2022-01-01T00:00:00Z"), at(no, "yesterday"))
}

func TestADryRunRecordsNothing(t *testing.T) {
	h := newHouse(t)
	r := h.imports("email,status,occurred_at\nana@example.org,granted,2023-01-01T00:00:00Z\nbob,granted,2023-01-01T00:00:00Z\n",
		imports.Options{Purpose: "newsletter", Channel: assent.Email, DryRun: true})
	if r.Rows != 2 || r.Taken != 1 || r.NotTaken != 1 || len(h.events()) != 0 {
		t.Errorf("%+v, %d events", r, len(h.events()))
	}
}

func TestProgressEndsAtTheEndOfTheFile(t *testing.T) {
	h := newHouse(t)
	file := "email,status,occurred_at\nana@example.org,granted,2023-01-01T00:00:00Z\nbob,granted,2023-01-01T00:00:00Z\n"
	var last imports.Progress
	_, err := imports.Run(t.Context(), h.org, strings.NewReader(file), h.desk,
		imports.Options{Purpose: "newsletter", Channel: assent.Email, Now: func() time.Time { return now }}, func(p imports.Progress) { last = p })
	want := imports.Progress{Rows: 2, Taken: 1, NotTaken: 1, Bytes: int64(len(file)), Total: int64(len(file))}
	if err != nil || last != want {
		t.Errorf("last progress %+v, %v; want %+v", last, err, want)
	}
}

func TestFindingsHoldNothingOfTheRowAndRunNoFormula(t *testing.T) {
	h := newHouse(t)
	file := "email,status,occurred_at,=cmd|'/C calc'!A0\ncanary@example,granted,2023-01-01T00:00:00Z,x\ncanary@example.org,canary,canary,canary\n"
	o := imports.Options{Purpose: "newsletter", Channel: assent.Email, Columns: map[string]string{"=cmd|'/C calc'!A0": "kind"}}
	_, findings, err := h.run(file, o)
	h.must(err)
	findings = append(findings, imports.Finding{Line: 9, Column: "=cmd|'/C calc'!A0"})
	var b strings.Builder
	w, err := imports.NewFindingWriter(&b)
	h.must(err)
	for _, f := range findings {
		h.must(w.Write(f))
	}
	h.must(w.Flush())
	if len(findings) != 3 || strings.Contains(b.String(), "canary") || !strings.Contains(b.String(), ",'=cmd") {
		t.Errorf("%d findings:\n%s", len(findings), b.String())
	}
}

func FuzzRun(f *testing.F) {
	for _, path := range []string{"../examples/generic.csv", "testdata/unreadable.csv", "testdata/noes.csv", "testdata/proof.csv", "../examples/subscribed_members_export_4f2a91c.csv"} {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, "subscribed_1.csv")
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		findings := 0
		r, err := imports.Run(t.Context(), assent.ID{1}, bytes.NewReader(data), nil, imports.Options{
			FileName: name, Purpose: "newsletter", Channel: assent.Email, DryRun: true, Now: func() time.Time { return now },
			Findings: func(f imports.Finding) error {
				if !f.Taken {
					findings++
				}
				return nil
			},
		}, nil)
		if _, ok := assent.AsProblem(err); err != nil && !ok {
			t.Fatalf("%q: %v is no problem", data, err)
		}
		if r.Rows != r.Taken+r.Known+r.NotTaken || findings != r.NotTaken {
			t.Fatalf("%q: %d rows, %d taken, %d known, %d not; %d findings", data, r.Rows, r.Taken, r.Known, r.NotTaken, findings)
		}
	})
}
