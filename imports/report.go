package imports

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"assent"
	"assent/intake"
	"assent/sheet"
)

// Report sums a run up. Rows = Taken + Known + NotTaken.
type Report struct {
	Run      string `json:"run"` // the batch of its events
	Format   string `json:"format"`
	Rows     int    `json:"rows"`
	Taken    int    `json:"taken"`     // recorded now
	Known    int    `json:"known"`     // recorded by an earlier run of the same file
	NotTaken int    `json:"not_taken"` // see the findings

	Events   map[assent.EventType]int `json:"events,omitzero"`   // recorded now
	Statuses map[assent.Status]int    `json:"statuses,omitzero"` // of choices, as they stood after their row
	Refused  map[string]int           `json:"refused,omitzero"`  // findings of rows not taken, by code
	Remarks  map[string]int           `json:"remarks,omitzero"`  // findings of rows taken, by code
	Aside    []string                 `json:"aside,omitzero"`    // columns left aside
	Notes    []string                 `json:"notes,omitzero"`    // what was assumed for the whole file

	zoneless, days, ips int
}

// countAct counts an act that was recorded; the last of its row says how things stand.
func (r *Report) countAct(act intake.Act, receipt intake.Receipt, last bool) {
	add(&r.Events, act.Type)
	for _, x := range receipt.Results {
		if last {
			add(&r.Statuses, x.Status)
		}
	}
}

func (r *Report) countFinding(f Finding) {
	if f.Taken {
		add(&r.Remarks, f.Code)
		return
	}
	add(&r.Refused, f.Code)
}

func add[K comparable](m *map[K]int, key K) {
	if *m == nil {
		*m = map[K]int{}
	}
	(*m)[key]++
}

// assume adds what was assumed in a part of the file.
func (r *Report) assume(part Report) {
	r.zoneless, r.days, r.ips = r.zoneless+part.zoneless, r.days+part.days, r.ips+part.ips
}

// note says what was assumed.
func (r *Report) note(o Options) {
	switch {
	case r.zoneless > 0 && o.zone() == time.UTC:
		r.notef("Times without a zone (%d) were read as UTC; name another zone, such as Europe/Paris, if the file was written in one.", r.zoneless)
	case r.zoneless > 0:
		r.notef("Times without a zone (%d) were read as %s.", r.zoneless, o.Zone)
	}
	if r.days > 0 {
		r.notef("Of some times (%d) only the day is known: a yes counts from its beginning, a no from its end.", r.days)
	}
	if r.ips > 0 && !o.KeepIP {
		r.notef("IP addresses (in %d rows) were not kept.", r.ips)
	}
	if o.DryRun {
		r.notef("Nothing was recorded. Purposes, notices and topics are checked only when it is.")
	}
}

func (r *Report) notef(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// Print writes the report in lines for a reader at a terminal.
func (r Report) Print(w io.Writer) error {
	p := &printer{w: w}
	p.line("run %s, format %s", r.Run, r.Format)
	p.line("rows %d: taken %d, known from an earlier run %d, not taken %d", r.Rows, r.Taken, r.Known, r.NotTaken)
	counts(p, "recorded", r.Events)
	counts(p, "as it stands after the row", r.Statuses)
	counts(p, "not taken", r.Refused)
	counts(p, "taken with a remark", r.Remarks)
	if len(r.Aside) > 0 {
		p.line("columns left aside: %q", r.Aside)
	}
	for _, n := range r.Notes {
		p.line("%s", n)
	}
	return p.err
}

type printer struct {
	w   io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func counts[K ~string](p *printer, what string, m map[K]int) {
	for _, k := range slices.Sorted(maps.Keys(m)) {
		p.line("%s: %d %s", what, m[k], k)
	}
}

// FindingWriter writes findings as a CSV file: line, taken, code, column, sentence.
type FindingWriter struct {
	table *sheet.Writer
}

// NewFindingWriter writes the header.
func NewFindingWriter(w io.Writer) (*FindingWriter, error) {
	table, err := sheet.NewWriter(w, sheet.Dialect{})
	if err != nil {
		return nil, err
	}
	return &FindingWriter{table}, table.Write([]string{"line", "taken", "code", "column", "sentence"})
}

// Write adds one finding. The title of a column comes from the file, so it is defused.
func (w *FindingWriter) Write(f Finding) error {
	taken := "no"
	if f.Taken {
		taken = "yes"
	}
	return w.table.Write([]string{strconv.Itoa(f.Line), taken, f.Code, sheet.Safe(f.Column), sheet.Safe(f.Detail)})
}

// Flush writes what is buffered and returns the first error.
func (w *FindingWriter) Flush() error { return w.table.Flush() }
