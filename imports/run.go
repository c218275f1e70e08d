package imports

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"assent"
	"assent/intake"
	"assent/sheet"
)

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
	columns  *columns
}

// readRow is a row that was read: with acts, or with the problem for which it is not taken.
type readRow struct {
	line    int
	acts    []intake.Act
	remarks []*assent.Problem
	problem *assent.Problem
}

// digest returns the SHA-256 of the file and its size, and goes back to its beginning.
func digest(file io.ReadSeeker) (sum []byte, size int64, err error) {
	h := sha256.New()
	if size, err = io.Copy(h, file); err != nil {
		return nil, 0, err
	}
	_, err = file.Seek(0, io.SeekStart)
	return h.Sum(nil), size, err
}

// identify names the run by all that decides its acts: the file, its kind, the options.
func identify(sum []byte, kind string, o Options) string {
	h := sha256.New()
	h.Write(sum)
	fmt.Fprintf(h, "%q %q %q %q %q %q %q %q %q %q %v", kind, o.Columns, o.Purpose, o.Channel, o.Brand,
		o.CollectionPoint, o.Notice, o.Topics, o.Relationship, o.zone(), o.KeepIP)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func (o Options) zone() *time.Location {
	if o.Zone == nil {
		return time.UTC
	}
	return o.Zone
}

func (r *run) do(file io.ReadSeeker) (Report, error) {
	sum, size, err := digest(file)
	if err != nil {
		return Report{}, err
	}
	r.total, r.source.src = size, file
	table, err := sheet.NewReader(&r.source)
	if err != nil {
		return Report{}, err
	}
	f, columns, err := r.recognise(table.Header())
	if err != nil {
		return Report{}, err
	}
	r.id, r.columns = identify(sum, f.name(), r.Options), columns
	r.report = Report{Run: cmp.Or(r.Batch, r.id), Format: f.name(), Aside: columns.aside}
	if r.Begin != nil && !r.DryRun {
		if err := r.Begin(r.report.Run); err != nil {
			return r.report, err
		}
	}
	err = r.rows(table, f)
	r.report.note(r.Options)
	return r.report, err
}

// read turns one row into acts, or into the problem for which it is not taken. What was assumed is
// counted in used.
func (r *run) read(f format, row sheet.Row, used *Report) readRow {
	w := readRow{line: row.Line, problem: row.Fault}
	if row.Fault == nil {
		c := &cells{columns: r.columns, fields: row.Fields, options: &r.Options, used: used}
		acts, problem := f.read(c)
		w.remarks, w.problem = c.remarks, cmp.Or(c.fault, problem)
		for _, act := range acts {
			w.acts = append(w.acts, r.signed(act))
		}
	}
	if w.problem != nil {
		w.acts = nil
	}
	return w
}

// signed gives the act its author.
func (r *run) signed(act intake.Act) intake.Act {
	act.Actor = assent.Actor{Kind: assent.ActorImport, ID: r.id}
	act.Batch = r.report.Run
	return act
}

// settle counts a row, and says what is to be said of it. A row is not taken if one of its
// acts is not.
func (r *run) settle(w readRow, outcomes []intake.Outcome) error {
	r.report.Rows++
	recorded := false
	for i, o := range outcomes {
		problem, isProblem := assent.AsProblem(o.Err)
		switch {
		case isProblem:
			w.problem = problem
		case o.Err != nil:
			return o.Err
		case !o.Receipt.Replayed:
			recorded = true
			r.report.countAct(w.acts[i], o.Receipt, i == len(outcomes)-1)
		}
	}
	if w.problem != nil {
		r.report.NotTaken++
		return r.find(w.line, false, w.problem)
	}
	if recorded {
		r.report.Taken++
	} else {
		r.report.Known++
	}
	for _, remark := range w.remarks {
		if err := r.find(w.line, true, remark); err != nil {
			return err
		}
	}
	return nil
}

// find passes a finding on. The counter names fields as in choices[0].purpose.
func (r *run) find(line int, taken bool, p *assent.Problem) error {
	field := p.Field[strings.LastIndexByte(p.Field, '.')+1:]
	f := Finding{line, taken, p.Code, r.columns.title(field), p.Detail}
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
