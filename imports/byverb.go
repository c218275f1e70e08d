package imports

import (
	"context"

	"assent"
	"assent/store"
)

// Taken notes that a run is being taken over by the verb import, in its own process, so that it is listed and can be
// undone like any other. One that was broken off goes on under its first note. What was undone is not noted anew:
// its events are there already.
func (o *Office) Taken(ctx context.Context, org assent.ID, name, run string, s Settings) (Job, error) {
	var known bool
	j := Job{Stage: Taking, Name: clip(name), Settings: s, Run: run}
	err := o.Archive.Read(ctx, org, func(v *store.View) error {
		row, found, err := v.ImportJobOfRun(run)
		if err != nil {
			return err
		}
		if known = found; known {
			j, err = jobOf(row)
			return err
		}
		j.first, err = v.Head()
		return err
	})
	if err != nil || known {
		return j, err
	}
	if j.ID, err = assent.NewID(o.Now(), o.Random); err != nil {
		return j, err
	}
	return j, o.put(ctx, org, j)
}

// Finished notes how far a run by the verb has come: to its end, if nothing went wrong.
func (o *Office) Finished(ctx context.Context, org assent.ID, j Job, r Report, wrong error) error {
	if j.ID.IsZero() || j.Stage != Taking && j.Stage != Done {
		return nil
	}
	if wrong == nil {
		j.Stage = Done
	}
	if j.Report == nil || r.Taken > 0 { // a second run of the same file finds everything known
		j.Report = &r
	}
	err := o.Archive.Read(ctx, org, func(v *store.View) (err error) {
		j.beyond, err = v.Head()
		return err
	})
	if err != nil {
		return err
	}
	return o.put(ctx, org, j)
}

// UndoNow undoes an import in this process, and returns when it is done. It may be repeated after a break-off.
func (o *Office) UndoNow(ctx context.Context, org, id assent.ID) (Job, error) {
	j, err := o.advance(ctx, org, id, Undoing, []Stage{Done, Taking, Undoing}, func(j *Job) error {
		if j.beyond > 0 {
			return nil
		}
		return o.Archive.Read(ctx, org, func(v *store.View) (err error) { // it was broken off
			j.beyond, err = v.Head()
			return err
		})
	})
	if err != nil {
		return j, err
	}
	if err := o.do(ctx, org, j); err != nil {
		return j, err
	}
	return o.Job(ctx, org, id)
}
