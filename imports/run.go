package imports

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"assent"
	"assent/intake"
	"assent/sheet"
)

// chunk is the number of acts in one transaction.
const chunk = 500

// run is one import on its way.
type run struct {
	ctx context.Context
	org assent.ID
	to  Recorder
	Options
	id       string
	total    int64
	source   counter
	progress func(Progress)
	report   Report
	waiting  []pending
}

// pending is an act that waits for its chunk; last says that its row has no more.
type pending struct {
	line int
	last bool
	act  intake.Act
}

// identify names the run by what decides its acts: the file and the options.
func identify(file io.ReadSeeker, o Options) (id string, size int64, err error) {
	h := sha256.New()
	if size, err = io.Copy(h, file); err != nil {
		return "", 0, err
	}
	if _, err = file.Seek(0, io.SeekStart); err != nil {
		return "", 0, err
	}
	fmt.Fprintf(h, "\x00%q %q %q %q %q %q %q %q %q %q %q %v", o.Format, o.State, o.Columns, o.Purpose, o.Channel,
		o.Brand, o.CollectionPoint, o.Notice, o.Topics, o.Relationship, o.zone(), o.KeepIP)
	return hex.EncodeToString(h.Sum(nil)[:16]), size, nil
}

func (o Options) zone() *time.Location {
	if o.Zone == nil {
		return time.UTC
	}
	return o.Zone
}

func (r *run) do(file io.Reader) (Report, error) {
	r.source.src = file
	table, err := sheet.NewReader(&r.source)
	if err != nil {
		return Report{}, err
	}
	f, columns, err := r.recognise(table.Header())
	if err != nil {
		return Report{}, err
	}
	r.report = Report{Run: cmp.Or(r.Batch, r.id), Format: f.name(), Aside: columns.aside}
	for {
		row, err := table.Read()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = r.row(f, columns, row)
		}
		if err != nil {
			return r.report, err
		}
	}
	err = r.record()
	r.report.note(r.Options)
	return r.report, err
}

// row turns one row into acts, or into a finding.
func (r *run) row(f format, columns *columns, row sheet.Row) error {
	r.report.Rows++
	if row.Fault != nil {
		return r.refuse(row.Line, row.Fault, columns)
	}
	c := &cells{columns: columns, fields: row.Fields, options: &r.Options, used: &r.report}
	acts, problem := f.read(c)
	if problem = cmp.Or(c.fault, problem); problem != nil {
		return r.refuse(row.Line, problem, columns)
	}
	for _, p := range c.remarks {
		if err := r.find(Finding{row.Line, true, p.Code, columns.title(p.Field), p.Detail}); err != nil {
			return err
		}
	}
	for i, act := range acts {
		r.waiting = append(r.waiting, pending{row.Line, i == len(acts)-1, r.signed(act, row.Line, i)})
	}
	if len(r.waiting) < chunk {
		return nil
	}
	return r.record()
}

// signed gives the act its author and the key by which it is taken only once.
func (r *run) signed(act intake.Act, line, part int) intake.Act {
	act.Actor = assent.Actor{Kind: assent.ActorImport, ID: r.id}
	act.Batch = r.report.Run
	act.IdempotencyKey = fmt.Sprintf("%d.%d", line, part)
	act.RequestDigest = sha256.Sum256([]byte(r.id + "/" + act.IdempotencyKey))
	return act
}

// record hands over what waits.
func (r *run) record() error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	outcomes, err := r.outcomes()
	if err != nil {
		return err
	}
	row := rowOutcome{}
	for i, p := range r.waiting {
		if err := r.settle(p, outcomes[i], &row); err != nil {
			return err
		}
	}
	r.waiting = r.waiting[:0]
	if r.progress != nil {
		r.progress(Progress{r.report.Rows, r.report.Taken + r.report.Known, r.report.NotTaken, r.source.read, r.total})
	}
	return nil
}

func (r *run) outcomes() ([]intake.Outcome, error) {
	if r.DryRun || len(r.waiting) == 0 {
		return make([]intake.Outcome, len(r.waiting)), nil
	}
	acts := make([]intake.Act, len(r.waiting))
	for i, p := range r.waiting {
		acts[i] = p.act
	}
	return r.to.RecordAll(r.ctx, r.org, acts)
}

// rowOutcome gathers what became of the acts of one row.
type rowOutcome struct{ refused, recorded bool }

func (r *run) settle(p pending, o intake.Outcome, row *rowOutcome) error {
	problem, isProblem := assent.AsProblem(o.Err)
	switch {
	case isProblem:
		row.refused = true
		if err := r.find(Finding{Line: p.line, Code: problem.Code, Detail: problem.Detail}); err != nil {
			return err
		}
	case o.Err != nil:
		return o.Err
	case !o.Receipt.Replayed:
		row.recorded = true
		r.report.count(p.act.Type, o.Receipt.Results)
	}
	if p.last {
		r.report.countRow(*row)
		*row = rowOutcome{}
	}
	return nil
}

func (r *run) refuse(line int, p *assent.Problem, columns *columns) error {
	r.report.NotTaken++
	return r.find(Finding{line, false, p.Code, columns.title(p.Field), p.Detail})
}

func (r *run) find(f Finding) error {
	r.report.countFinding(f)
	if r.Findings == nil {
		return nil
	}
	return r.Findings(f)
}

// counter counts what is read.
type counter struct {
	src  io.Reader
	read int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.read += int64(n)
	return n, err
}
