package imports

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"assent"
	"assent/sheet"
	"assent/store"
)

// Office keeps the imports that operators start: the file is uploaded, its columns are named, a dry run
// shows what would happen, then it runs in the background; it can be undone. Files lie in a folder that only
// the program can read, and are deleted as soon as they have been taken over. It is safe for concurrent use.
type Office struct {
	Archive *store.Archive
	Intake  interface {
		Recorder
		Counter
	}
	Dir    string        // of the files; made when the first one comes
	Most   int64         // bytes that a file may have; 0: any number
	Forget time.Duration // after which an upload that nobody runs is dropped; 0: never
	Now    func() time.Time
	Random io.Reader

	mu       sync.Mutex
	progress map[assent.ID]Progress // of those at work in this process
	arriving map[assent.ID]*Arrival
}

// ErrNoJob is returned for an identifier that names no import.
var ErrNoJob = assent.Problemf("NO_SUCH_IMPORT", "No import has this identifier.").OfKind(assent.NotFound)

// Listed is how many imports are listed at most.
const Listed = 200

// Upload takes a file, as it comes: it is never held in memory as a whole. Of one that is too large, breaks off or
// is none of columns nothing stays. Problems: TOO_LARGE, NO_HEADER and those of package sheet.
func (o *Office) Upload(ctx context.Context, org, by assent.ID, name string, file io.Reader) (Job, error) {
	id, err := assent.NewID(o.Now(), o.Random)
	if err != nil {
		return Job{}, err
	}
	j := Job{ID: id, Stage: Uploaded, Name: clip(filepath.Base(name)), By: by}
	if err = o.keep(j, file); err == nil {
		_, _, err = o.Header(j)
	}
	if err != nil {
		return j, errors.Join(err, o.forget(j))
	}
	return j, o.put(ctx, org, j)
}

// clip bounds a name that is shown, and leaves out what is not seen in it.
func clip(name string) string {
	name = strings.Map(func(r rune) rune {
		if assent.Unseen(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, "?"))
	for len(name) > 120 {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}

func (o *Office) path(id assent.ID) string { return filepath.Join(o.Dir, id.String()+".csv") }

// FindingsPath is where the findings of its last run lie, as CSV.
func (o *Office) FindingsPath(j Job) string { return filepath.Join(o.Dir, j.ID.String()+".report.csv") }

// Header returns the titles of the file's columns, and the format that they are recognised as; "generic" for
// any that is none of a product.
func (o *Office) Header(j Job) (titles []string, format string, err error) {
	f, err := o.open(j)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	table, err := sheet.NewReader(f)
	if err != nil {
		return nil, "", err
	}
	titles = table.Header()
	return titles, recognised(titles), checkHeader(titles)
}

var errFileGone = assent.Problemf("FILE_GONE", "The file of this import is not here any more; upload it again.").OfKind(assent.NotFound)

func (o *Office) open(j Job) (*os.File, error) {
	f, err := os.Open(o.path(j.ID))
	if errors.Is(err, fs.ErrNotExist) {
		err = errFileGone
	}
	return f, err
}

// Jobs lists the imports, the latest first: those before one of them, or all.
func (o *Office) Jobs(ctx context.Context, org, before assent.ID) ([]Job, error) {
	var out []Job
	err := o.Archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.ImportJobs(before, Listed)
		out = make([]Job, 0, len(rows))
		for _, row := range rows {
			j, bad := jobOf(row)
			out, err = append(out, j), errors.Join(err, bad)
		}
		return err
	})
	return out, err
}

// Job finds an import.
func (o *Office) Job(ctx context.Context, org, id assent.ID) (j Job, err error) {
	err = o.Archive.Read(ctx, org, func(v *store.View) error {
		row, found, err := v.ImportJob(id)
		if err == nil && !found {
			err = ErrNoJob
		}
		if err != nil {
			return err
		}
		j, err = jobOf(row)
		return err
	})
	return j, err
}

// Progress says how far it is, while it is worked on in this process.
func (o *Office) Progress(id assent.ID) (p Progress, known bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	p, known = o.progress[id]
	return p, known
}

func (o *Office) put(ctx context.Context, org assent.ID, j Job) error {
	row, err := j.row()
	if err != nil {
		return err
	}
	return o.Archive.Update(ctx, org, func(tx *store.Tx) error { return tx.PutImportJob(row) })
}

// Try has a dry run done with these settings. It can be repeated with others until it is run.
func (o *Office) Try(ctx context.Context, org, id assent.ID, s Settings) (Job, error) {
	return o.advance(ctx, org, id, Trying, []Stage{Uploaded, Tried}, func(j *Job) error {
		j.Settings, j.Report, j.Wrong = s, nil, ""
		return o.check(*j)
	})
}

// check refuses at once what every row would be refused for.
func (o *Office) check(j Job) error {
	options, err := j.Settings.options(j.Name)
	if err != nil {
		return err
	}
	titles, _, err := o.Header(j)
	if err != nil {
		return err
	}
	_, _, err = (&run{Options: options}).recognise(titles)
	return err
}

// Start has it run, as it was tried.
func (o *Office) Start(ctx context.Context, org, id assent.ID) (Job, error) {
	return o.advance(ctx, org, id, Running, []Stage{Tried}, func(j *Job) error {
		switch {
		case j.Report == nil:
			return assent.Problemf("TRY_FIRST", "Have it tried once with these settings; what the dry run finds should be read first.").OfKind(assent.Conflict)
		case j.first > 0: // it ended in between, and goes on
			return nil
		}
		return o.Archive.Read(ctx, org, func(v *store.View) (err error) {
			j.first, err = v.Head()
			return err
		})
	})
}

// Undo has it undone.
func (o *Office) Undo(ctx context.Context, org, id assent.ID) (Job, error) {
	return o.advance(ctx, org, id, Undoing, []Stage{Done}, func(*Job) error { return nil })
}

// Drop forgets one that was not run.
func (o *Office) Drop(ctx context.Context, org, id assent.ID) (Job, error) {
	return o.advance(ctx, org, id, Dropped, []Stage{Uploaded, Tried}, func(j *Job) error {
		return errors.Join(o.forget(*j), remove(o.FindingsPath(*j)))
	})
}

// forget deletes the file.
func (o *Office) forget(j Job) error { return remove(o.path(j.ID)) }

// remove deletes a file that may be gone already.
func remove(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
