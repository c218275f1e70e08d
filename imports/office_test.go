package imports_test

import (
	"crypto/rand"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"assent"
	"assent/imports"
	"assent/intake"
	. "assent/intake/intaketest"
)

type office struct {
	*House
	*imports.Office
	t *testing.T
}

func openOffice(t *testing.T, h *House) *office {
	return &office{h, &imports.Office{Archive: h.Archive, Intake: h.Intake, Dir: t.TempDir(), Now: h.Clock.Now, Random: rand.Reader}, t}
}

func (o *office) must(j imports.Job, err error) imports.Job {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	return j
}

func (o *office) upload(file string) imports.Job {
	o.t.Helper()
	return o.must(o.Upload(o.t.Context(), o.Org, assent.ID{15: 3}, "list.csv", strings.NewReader(file)))
}

// work does all that waits, as the runner does.
func (o *office) work(id assent.ID) imports.Job {
	o.t.Helper()
	for more := true; more; {
		var err error
		if more, err = o.Work(o.Org).Round(o.t.Context()); err != nil {
			o.t.Fatal(err)
		}
	}
	return o.must(o.Job(o.t.Context(), o.Org, id))
}

var monday = imports.Settings{Purpose: "newsletter", Channel: assent.Email}

// run takes a file over, from its upload to the end.
func (o *office) run(file string) imports.Job {
	o.t.Helper()
	j := o.upload(file)
	o.must(o.Try(o.t.Context(), o.Org, j.ID, monday))
	if j = o.work(j.ID); j.Stage != imports.Tried || j.Report == nil {
		o.t.Fatalf("the dry run ended as %+v", j)
	}
	o.must(o.Start(o.t.Context(), o.Org, j.ID))
	return o.work(j.ID)
}

const list = "email,status,occurred_at\nana@example.org,granted,2026-03-01\nbea@example.org,granted,2026-03-01\ncyd@example.org,withdrawn,2026-03-01\n"

func (o *office) status(email string) assent.Status {
	o.t.Helper()
	s := o.State(email)
	if s == nil {
		return assent.Unknown
	}
	for id := range s.Points {
		return s.Standing(id, assent.Scope{Purpose: "newsletter", Channel: "email", Party: "own"}, o.Clock.Now()).Status
	}
	return assent.Unknown
}

func (o *office) stand(want map[string]assent.Status) {
	o.t.Helper()
	for email, status := range want {
		if got := o.status(email); got != status {
			o.t.Errorf("%s is %s, want %s", email, got, status)
		}
	}
}

func TestAnImportIsTriedRunAndUndone(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		o := openOffice(t, h)
		j := o.run(list)
		if j.Stage != imports.Done || j.Report.Taken != 3 || j.Run == "" {
			t.Fatalf("it ended as %+v", j)
		}
		o.stand(map[string]assent.Status{"ana@example.org": assent.Granted, "cyd@example.org": assent.Withdrawn})
		if _, err := os.Stat(o.Dir + "/" + j.ID.String() + ".csv"); err == nil {
			t.Error("the file of a finished import is still there")
		}
		h.Record(SignUp("bea@example.org", "newsletter")) // what people do meanwhile
		o.must(o.Undo(t.Context(), o.Org, j.ID))
		if j = o.work(j.ID); j.Stage != imports.Undone || j.People != 3 {
			t.Errorf("undone it is %+v", j)
		}
		o.stand(map[string]assent.Status{
			"ana@example.org": assent.Unknown, "bea@example.org": assent.Granted, "cyd@example.org": assent.Withdrawn,
		})
		h.Audit()
	})
}

func TestATrialRecordsNothing(t *testing.T) {
	o := openOffice(t, New(t))
	j := o.upload(list)
	o.must(o.Try(t.Context(), o.Org, j.ID, monday))
	if j = o.work(j.ID); j.Report.Rows != 3 || j.Run != "" || o.status("ana@example.org") != assent.Unknown {
		t.Errorf("it is %+v", j)
	}
}

func TestWhatWasBegunWhenTheProgramEndedIsTakenUpAgain(t *testing.T) {
	o := openOffice(t, New(t))
	j := o.upload(list)
	o.must(o.Try(t.Context(), o.Org, j.ID, monday))
	o.work(j.ID)
	o.must(o.Start(t.Context(), o.Org, j.ID))
	again := &office{o.House, &imports.Office{Archive: o.House.Archive, Intake: o.House.Intake, Dir: o.Dir, Now: o.Clock.Now, Random: rand.Reader}, t}
	if j = again.work(j.ID); j.Stage != imports.Done || j.Report.Taken != 3 {
		t.Errorf("it is %+v", j)
	}
}

func TestAnUndoLeavesAloneWhomElseSaidSomething(t *testing.T) {
	o := openOffice(t, New(t))
	erased := o.run("email,status,occurred_at\nana@example.org,granted,2026-03-01\n")
	o.Record(intake.Act{Type: assent.PersonErased, Contact: Email("ana@example.org"), Actor: assent.Actor{Kind: assent.ActorKey, ID: "k"}})
	o.must(o.Undo(t.Context(), o.Org, erased.ID))
	if j := o.work(erased.ID); j.Stage != imports.Undone {
		t.Errorf("it is %+v", j)
	}
}

func TestAnUploadIsBoundedPrivateAndLeavesNothingIfItBreaksOff(t *testing.T) {
	o := openOffice(t, New(t))
	o.Most = 1 << 10
	j := o.upload(list)
	info, err := os.Stat(o.Dir + "/" + j.ID.String() + ".csv")
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("the file is there as %v, %v", info, err)
	}
	for name, file := range map[string]io.Reader{
		"too large":  strings.NewReader(list + strings.Repeat("d@example.org,granted,2026-03-01\n", 100)),
		"broken off": iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(list))),
		"no header":  strings.NewReader("ana@example.org,granted\n"),
	} {
		if _, err := o.Upload(t.Context(), o.Org, assent.ID{}, "x.csv", file); err == nil {
			t.Errorf("%s: it is taken", name)
		}
	}
	if files, err := os.ReadDir(o.Dir); err != nil || len(files) != 1 {
		t.Errorf("%d files are left, %v", len(files), err)
	}
	if len(o.Arriving()) != 0 {
		t.Error("something is still said to arrive")
	}
}

func TestAForgottenUploadIsDropped(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		o := openOffice(t, h)
		o.Forget = 7 * 24 * time.Hour
		old := o.upload(list)
		stray := o.Dir + "/" + strings.Replace(old.ID.String(), old.ID.String()[:4], "0000", 1) + ".csv"
		if err := errors.Join(os.WriteFile(stray, []byte("left by a crash"), 0o600), os.Chtimes(stray, time.Time{}, h.Clock.Now())); err != nil {
			t.Fatal(err)
		}
		h.Clock.Pass(6 * 24 * time.Hour)
		o.work(old.ID)
		fresh := o.upload(list)
		h.Clock.Pass(25 * time.Hour)
		if j := o.work(old.ID); j.Stage != imports.Dropped {
			t.Errorf("after eight days it is %s", j.Stage)
		}
		if j := o.work(fresh.ID); j.Stage != imports.Uploaded {
			t.Errorf("after a day it is %s", j.Stage)
		}
		if files, err := os.ReadDir(o.Dir); err != nil || len(files) != 1 || files[0].Name() != fresh.ID.String()+".csv" {
			t.Errorf("the folder holds %v, %v", files, err)
		}
	})
}

func TestWhatTheVerbTookIsListedAndCanBeUndone(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		o := openOffice(t, h)
		take := func(dry bool, breaks bool) imports.Report {
			var job imports.Job
			options := imports.Options{Purpose: "newsletter", Channel: assent.Email, DryRun: dry, Now: h.Clock.Now}
			options.Begin = func(run string) (err error) {
				job, err = o.Taken(t.Context(), o.Org, "list.csv", run, monday)
				return err
			}
			report, err := imports.Run(t.Context(), o.Org, strings.NewReader(list), o.House.Intake, options, nil)
			if breaks {
				err = errors.New("the machine went down")
			}
			if err := o.Finished(t.Context(), o.Org, job, report, err); err != nil {
				t.Fatal(err)
			}
			return report
		}
		jobs := func() []imports.Job {
			all, err := o.Jobs(t.Context(), o.Org, assent.ID{})
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		if take(true, false); len(jobs()) != 0 {
			t.Error("a dry run is listed")
		}
		take(false, true)
		if all := jobs(); len(all) != 1 || all[0].Stage != imports.Taking {
			t.Errorf("broken off it is %+v", all)
		}
		take(false, false)
		all := jobs()
		if len(all) != 1 || all[0].Stage != imports.Done || all[0].Report.Taken != 3 || !all[0].By.IsZero() {
			t.Fatalf("done it is %+v", all)
		}
		j := o.must(o.UndoNow(t.Context(), o.Org, all[0].ID))
		if j.Stage != imports.Undone || j.People != 3 {
			t.Errorf("undone it is %+v", j)
		}
		o.stand(map[string]assent.Status{"ana@example.org": assent.Unknown, "cyd@example.org": assent.Withdrawn})
		if take(false, false); jobs()[0].Stage != imports.Undone {
			t.Error("what was undone is listed as done again")
		}
		h.Audit()
	})
}

func TestAPurchaseNeedsItsDay(t *testing.T) {
	o := openOffice(t, New(t))
	bought := imports.Settings{Format: "hubspot", Purpose: "newsletter", Relationship: "purchase"}
	j := o.upload("Record ID,Email,Unsubscribed from all email,Last order\n1,ana@example.org,false,2026-03-01\n2,bea@example.org,false,\n")
	_, err := o.Try(t.Context(), o.Org, j.ID, bought)
	if p, ok := assent.AsProblem(err); !ok || p.Code != "NO_PURCHASE_DAY" || p.Field != "relationship" {
		t.Fatalf("without a column of days: %v", err)
	}
	bought.Columns = map[string]string{"Last order": "last_purchase_on"}
	o.must(o.Try(t.Context(), o.Org, j.ID, bought))
	if j = o.work(j.ID); j.Report.Refused["NO_PURCHASE_DAY"] != 1 {
		t.Errorf("the row without a day: %+v", j.Report)
	}
	o.must(o.Start(t.Context(), o.Org, j.ID))
	o.work(j.ID)
	for _, r := range o.State("ana@example.org").Dealings() {
		if r.Kind != "purchase" || r.LastPurchaseOn != "2026-03-01" || r.On != "2026-03-01" {
			t.Errorf("recorded %+v", r)
		}
	}
	if o.State("bea@example.org") != nil {
		t.Error("the buyer of no day is recorded")
	}
}

func TestWhatCannotBeDoneWithAnImportIsSaid(t *testing.T) {
	o := openOffice(t, New(t))
	try := func(_ imports.Job, err error) string {
		p, ok := assent.AsProblem(err)
		if !ok {
			t.Fatalf("%v", err)
		}
		return p.Code
	}
	j := o.upload(list)
	at := monday
	at.Zone = "Moon/Sea"
	for want, got := range map[string]string{
		"NO_HEADER":      try(o.Upload(t.Context(), o.Org, assent.ID{}, "x.csv", strings.NewReader("ana@example.org,granted\n"))),
		"NO_SUCH_IMPORT": try(o.Job(t.Context(), o.Org, assent.ID{15: 1})),
		"WRONG_STAGE":    try(o.Start(t.Context(), o.Org, j.ID)),
		"BAD_ZONE":       try(o.Try(t.Context(), o.Org, j.ID, at)),
		"UNKNOWN_FORMAT": try(o.Try(t.Context(), o.Org, j.ID, imports.Settings{Format: "tea"})),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
