package imports_test

import (
	"crypto/rand"
	"os"
	"strings"
	"testing"

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
