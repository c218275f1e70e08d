package store

import (
	"time"

	"assent"
)

// ImportJob is an import that an operator started.
type ImportJob struct {
	ID       assent.ID
	Stage    string
	Name     string    // of the file
	Operator assent.ID // who uploaded it
	Options  []byte    // JSON
	Report   []byte    // JSON; empty: there is none yet
	Run      string    // batch of its events; empty: nothing was recorded
	First    int64     // its events have numbers from this one
	Beyond   int64     // and below this one
	People   int64     // for how many it was undone
	Wrong    string    // why it could not be done
	Created  time.Time
	Changed  time.Time
}

func (j *ImportJob) fields() []any {
	return []any{&j.ID, &j.Stage, &j.Name, &j.Operator, &j.Options, &j.Report, &j.Run, &j.First, &j.Beyond, &j.People, &j.Wrong, &j.Created, &j.Changed}
}

// ImportJobs returns up to limit imports that were uploaded before one of them (zero: from the end), the latest first.
func (v *View) ImportJobs(before assent.ID, limit int) ([]ImportJob, error) {
	if before.IsZero() {
		before = latest
	}
	return list[ImportJob](v, "import_jobs", before, limit)
}

// ImportJob finds an import.
func (v *View) ImportJob(id assent.ID) (ImportJob, bool, error) {
	return one[ImportJob](v, "import_job", id)
}

// ImportJobOfRun returns the latest import whose events are of a run.
func (v *View) ImportJobOfRun(run string) (ImportJob, bool, error) {
	return one[ImportJob](v, "import_job_of_run", run)
}

// IdleImportJobs returns up to limit imports at a stage of which nothing has become since a moment, the oldest first.
func (v *View) IdleImportJobs(stage string, since time.Time, limit int) ([]ImportJob, error) {
	return list[ImportJob](v, "idle_import_jobs", stage, since, limit)
}

// ImportJobAt returns the oldest import at a stage.
func (v *View) ImportJobAt(stage string) (ImportJob, bool, error) {
	return one[ImportJob](v, "import_job_at", stage)
}

// PutImportJob adds an import or replaces what has become of it.
func (tx *Tx) PutImportJob(j ImportJob) error {
	j.Changed = tx.now
	if j.Created.IsZero() {
		j.Created = tx.now
	}
	return tx.put("put_import_job", j.fields()...)
}
