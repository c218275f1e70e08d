package imports

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"assent"
	"assent/store"
)

// sweepEvery is how often the folder is looked through.
const sweepEvery = time.Hour

// sweepPage bounds how many forgotten uploads are dropped in one sweep.
const sweepPage = 100

// sweep drops uploads that nobody has run for a while: lists of people are not to lie about. So it does with files of
// no import, which a break-off has left.
func (w *Work) sweep(ctx context.Context) error {
	o, now := w.office, w.office.Now()
	if o.Forget <= 0 || now.Sub(w.swept) < sweepEvery {
		return nil
	}
	for _, stage := range []Stage{Uploaded, Tried} {
		var idle []store.ImportJob
		err := o.Archive.Read(ctx, w.org, func(v *store.View) (err error) {
			idle, err = v.IdleImportJobs(string(stage), now.Add(-o.Forget), sweepPage)
			return err
		})
		if err != nil {
			return err
		}
		for _, row := range idle {
			if _, err := o.Drop(ctx, w.org, row.ID); err != nil {
				return err
			}
		}
	}
	if err := w.strays(ctx, now); err != nil {
		return err
	}
	w.swept = now
	return nil
}

// strays deletes files of no import, once they are as old as forgotten uploads.
func (w *Work) strays(ctx context.Context, now time.Time) error {
	files, err := filepath.Glob(filepath.Join(w.office.Dir, "*.csv"))
	if err != nil {
		return err
	}
	for _, file := range files {
		stray, err := w.stray(ctx, file, now)
		if err == nil && stray {
			err = remove(file)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *Work) stray(ctx context.Context, file string, now time.Time) (bool, error) {
	name, _, _ := strings.Cut(filepath.Base(file), ".")
	id, err := assent.ParseID(name)
	if err != nil {
		return false, nil // not one of ours
	}
	info, err := os.Stat(file)
	if err != nil || now.Sub(info.ModTime()) < w.office.Forget {
		return false, err
	}
	_, err = w.office.Job(ctx, w.org, id)
	if errors.Is(err, ErrNoJob) {
		return true, nil
	}
	return false, err
}
