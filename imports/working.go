package imports

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"assent"
	"assent/store"
)

// advance brings an import to a stage, from one of those from which that is possible.
func (o *Office) advance(ctx context.Context, org, id assent.ID, to Stage, from []Stage, change func(*Job) error) (Job, error) {
	j, err := o.Job(ctx, org, id)
	if err != nil {
		return j, err
	}
	if !slices.Contains(from, j.Stage) {
		return j, assent.Problemf("WRONG_STAGE", "This import is %s, so this cannot be done with it now.", j.Stage).OfKind(assent.Conflict)
	}
	if err := change(&j); err != nil {
		return j, err
	}
	j.Stage = to
	return j, o.put(ctx, org, j)
}

// Work is the work of an organisation's imports, a job for a runner. What was begun when the program ended
// is taken up again: nothing is doubled.
func (o *Office) Work(org assent.ID) *Work { return &Work{office: o, org: org} }

// Work takes one import after the other.
type Work struct {
	office *Office
	org    assent.ID
	swept  time.Time
}

// Name tells the job in the log.
func (*Work) Name() string { return "imports" }

// Round works on the oldest import that waits for it.
func (w *Work) Round(ctx context.Context) (more bool, err error) {
	for _, stage := range []Stage{Trying, Running, Undoing} {
		j, found, err := w.next(ctx, stage)
		if err != nil {
			return false, err
		}
		if found {
			return true, w.office.do(ctx, w.org, j)
		}
	}
	return false, w.sweep(ctx)
}

func (w *Work) next(ctx context.Context, stage Stage) (j Job, found bool, err error) {
	err = w.office.Archive.Read(ctx, w.org, func(v *store.View) error {
		row, ok, err := v.ImportJobAt(string(stage))
		if found = ok; err != nil || !ok {
			return err
		}
		j, err = jobOf(row)
		return err
	})
	return j, found, err
}

// do works on one import to its end. A Problem ends it; any other error has it tried again.
func (o *Office) do(ctx context.Context, org assent.ID, j Job) error {
	defer o.quiet(j.ID)
	var err error
	switch j.Stage {
	case Undoing:
		j.People, err = Undo(ctx, org, o.Archive, o.Intake, j.actor(), j.Run, j.first, j.beyond)
		j.Stage = Undone
	default:
		j, err = o.run(ctx, org, j)
	}
	if p, ok := assent.AsProblem(err); ok && p.Kind != assent.Unavailable {
		j.Wrong, err = p.Detail, nil
	}
	if err != nil {
		return err
	}
	return o.put(ctx, org, j)
}

func (j Job) actor() assent.Actor {
	return assent.Actor{Kind: assent.ActorOperator, ID: j.By.String()}
}

// quiet forgets its progress.
func (o *Office) quiet(id assent.ID) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.progress, id)
}

func (o *Office) tell(id assent.ID, p Progress) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.progress == nil {
		o.progress = map[assent.ID]Progress{}
	}
	o.progress[id] = p
}

// run does the dry run or the run; after a run the file is deleted.
func (o *Office) run(ctx context.Context, org assent.ID, j Job) (Job, error) {
	dry := j.Stage == Trying
	j.Stage = Tried
	report, err := o.runFile(ctx, org, j, dry)
	if err != nil {
		return j, err
	}
	j.Report = &report
	if dry {
		return j, nil
	}
	j.Stage, j.Run = Done, report.Run
	err = o.Archive.Read(ctx, org, func(v *store.View) (err error) {
		j.beyond, err = v.Head()
		return err
	})
	return j, errors.Join(err, o.forget(j))
}

func (o *Office) runFile(ctx context.Context, org assent.ID, j Job, dry bool) (report Report, err error) {
	options, err := j.Settings.options(j.Name)
	if err != nil {
		return report, err
	}
	file, err := o.open(j)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	out, err := os.OpenFile(o.FindingsPath(j), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	findings, err := NewFindingWriter(out)
	if err != nil {
		return report, err
	}
	options.Now, options.DryRun, options.Findings = o.Now, dry, findings.Write
	report, err = Run(ctx, org, file, o.Intake, options, func(p Progress) { o.tell(j.ID, p) })
	return report, errors.Join(err, findings.Flush())
}
