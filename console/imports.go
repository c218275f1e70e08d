package console

import (
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"

	"assent"
	"assent/auth"
	"assent/catalogue"
	"assent/imports"
)

func importRoutes() []route {
	return []route{
		{"imports.list", "GET /imports", auth.RunImports, (*site).showImports},
		{"imports.csv", "GET /imports.csv", auth.RunImports, (*site).importsCSV},
		{"imports.upload", "POST /imports", auth.RunImports, (*site).uploadImport},
		{"imports.see", "GET /imports/{import}", auth.RunImports, (*site).showImport},
		{"imports.findings", "GET /imports/{import}/findings.csv", auth.RunImports, (*site).importFindings},
		{"imports.try", "POST /imports/{import}/try", auth.RunImports, (*site).tryImport},
		{"imports.run", "POST /imports/{import}/run", auth.RunImports, (*site).runImport},
		{"imports.undo", "POST /imports/{import}/undo", auth.RunImports, (*site).undoImport},
		{"imports.drop", "POST /imports/{import}/drop", auth.RunImports, (*site).dropImport},
	}
}

// importAgain is after how many seconds the screen of an import at work comes again.
const importAgain = "2"

// ImportsScreen lists what was taken over from elsewhere.
type ImportsScreen struct {
	Frame
	Jobs     []imports.Job
	Arriving []*imports.Arrival // uploads that have not come to their end
	Most     int64              // MiB of a file
	Team     []auth.Operator
	Older    string
}

// Name of the operator.
func (i *ImportsScreen) Name(id assent.ID) string { return nameOf(i.Team, id.String()) }

func (s *site) jobs(c *call) ([]imports.Job, error) {
	var before assent.ID
	if text := c.r.URL.Query().Get("before"); text != "" {
		var err error
		if before, err = assent.ParseID(text); err != nil {
			return nil, assent.Problemf("BAD_ID", "before must be an identifier, as the lists show them.").In("before")
		}
	}
	return s.Imports.Jobs(c.r.Context(), s.Org, before)
}

func (s *site) showImports(c *call) error {
	jobs, err := s.jobs(c)
	if err != nil {
		return err
	}
	screen := &ImportsScreen{Frame: s.frame(c, "imports"), Jobs: jobs, Arriving: s.Imports.Arriving(), Most: s.Imports.Most >> 20}
	screen.CSV = "/console/imports.csv"
	if len(screen.Arriving) > 0 && c.r.Method == http.MethodGet {
		c.header.Set("Refresh", importAgain)
	}
	if screen.Team, err = s.Staff.Operators(c.r.Context(), s.Org); err != nil {
		return err
	}
	if len(jobs) == imports.Listed {
		screen.Older = "/console/imports?before=" + jobs[len(jobs)-1].ID.String()
	}
	return s.draw(c, screen)
}

func (s *site) importsCSV(c *call) error {
	jobs, err := s.jobs(c)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, j := range jobs {
		r := imports.Report{}
		if j.Report != nil {
			r = *j.Report
		}
		rows = append(rows, []string{
			j.ID.String(), j.Created.UTC().Format(time.RFC3339), j.Name, j.By.String(), string(j.Stage), r.Format,
			strconv.Itoa(r.Rows), strconv.Itoa(r.Taken), strconv.Itoa(r.NotTaken), j.Run, strconv.Itoa(j.People),
		})
	}
	return c.csv("imports", []string{"id", "created_at", "file", "operator", "stage", "format", "rows", "taken", "not_taken", "run", "undone_for"}, rows)
}

func (s *site) uploadImport(c *call) error {
	j, err := s.takeFile(c)
	if err == nil {
		c.detail = j.ID.String()
		return c.redirect("/imports/" + j.ID.String())
	}
	if _, told := assent.AsProblem(err); told { // a browser reads no answer before it has sent all
		_, _ = io.Copy(io.Discard, c.r.Body)
	}
	if err := c.wrong(err); err != nil {
		return err
	}
	return s.showImports(c)
}

// takeFile writes the uploaded file to the folder of imports as it comes.
func (s *site) takeFile(c *call) (imports.Job, error) {
	parts, err := c.r.MultipartReader()
	if err != nil {
		return imports.Job{}, errNoFile
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return imports.Job{}, errNoFile
		}
		if part.FormName() == "file" && part.FileName() != "" {
			return s.Imports.Upload(c.r.Context(), s.Org, c.who().ID, part.FileName(), part)
		}
	}
}

var errNoFile = assent.Problemf("NO_FILE", "Choose a CSV file first.").In("file")

// ImportScreen is one import, from naming the columns to its undoing.
type ImportScreen struct {
	Frame
	Job      imports.Job
	Columns  []ColumnChoice
	Fields   []string // that a column can be
	Formats  []string
	Format   string // chosen, or recognised
	Purposes []*catalogue.Purpose
	Channels []assent.Channel
	Notices  []string
	Dealings []string
	Percent  int
	States   []string
	Rows     int
	Findings bool
	Counts   []ImportCount
}

// ColumnChoice is a column of the file and what it is taken for; empty: by its title.
type ColumnChoice struct {
	Number       int
	Title, Field string
}

// ImportCount is one line of a report.
type ImportCount struct {
	What string // taken, not taken, remark
	Code string
	N    int
}

// importJob is the import that the address names.
func (s *site) importJob(c *call) (imports.Job, error) {
	id, err := c.pathID("import")
	if err != nil {
		return imports.Job{}, err
	}
	return s.Imports.Job(c.r.Context(), s.Org, id)
}

func (s *site) showImport(c *call) error {
	j, err := s.importJob(c)
	if err != nil {
		return err
	}
	screen := &ImportScreen{Frame: s.frame(c, "import", "name", j.Name), Job: j, Counts: counts(j.Report), Formats: imports.Formats(), States: imports.States(), Dealings: relationships}
	if _, err := os.Stat(s.Imports.FindingsPath(j)); err == nil {
		screen.Findings = true
		screen.CSV = "/console/imports/" + j.ID.String() + "/findings.csv"
	}
	if j.Stage.AtWork() {
		c.header.Set("Refresh", importAgain)
		if p, ok := s.Imports.Progress(j.ID); ok && p.Total > 0 {
			screen.Percent, screen.Rows = int(100*p.Bytes/p.Total), p.Rows
		}
	}
	if j.Stage == imports.Uploaded || j.Stage == imports.Tried {
		if err := s.importForm(c, screen); err != nil {
			return err
		}
	}
	return s.draw(c, screen)
}

func (s *site) importForm(c *call, screen *ImportScreen) error {
	titles, format, err := s.Imports.Header(screen.Job)
	if err != nil {
		return err
	}
	if c.fault != nil { // what was typed stays, to be mended
		if screen.Job.Settings, err = s.importSettings(c, screen.Job); err != nil {
			return err
		}
	}
	screen.Format = orElse(screen.Job.Settings.Format, format)
	screen.Fields = imports.Fields(screen.Format)
	for i, t := range titles {
		screen.Columns = append(screen.Columns, ColumnChoice{i, t, screen.Job.Settings.Columns[t]})
	}
	screen.Purposes, screen.Channels = c.catalogue.Purposes(), assent.Channels()
	for _, n := range c.catalogue.Notices() {
		screen.Notices = append(screen.Notices, n.ID+"@"+n.Version)
	}
	return nil
}

func counts(r *imports.Report) []ImportCount {
	if r == nil {
		return nil
	}
	var out []ImportCount
	for _, part := range []struct {
		what string
		n    map[string]int
	}{{"refused", r.Refused}, {"remark", r.Remarks}} {
		for _, code := range slices.Sorted(maps.Keys(part.n)) {
			out = append(out, ImportCount{part.what, code, part.n[code]})
		}
	}
	for _, t := range slices.Sorted(maps.Keys(r.Events)) {
		out = append(out, ImportCount{"recorded", string(t), r.Events[t]})
	}
	return out
}

func (s *site) importFindings(c *call) error {
	j, err := s.importJob(c)
	if err != nil {
		return err
	}
	body, err := os.ReadFile(s.Imports.FindingsPath(j))
	if err != nil {
		return assent.Problemf("NO_FINDINGS", "There are no findings yet; have it tried first.").OfKind(assent.NotFound)
	}
	return c.file("findings.csv", "text/csv; charset=utf-8", body)
}

// importSettings reads the form: one choice for each column, by its number.
func (s *site) importSettings(c *call, j imports.Job) (imports.Settings, error) {
	out := imports.Settings{
		Format: c.field("format"), State: c.field("state"), Notice: c.field("notice"), Purpose: c.field("purpose"), Channel: assent.Channel(c.field("channel")),
		Relationship: c.field("relationship"), Zone: c.field("zone"), Columns: map[string]string{},
	}
	titles, _, err := s.Imports.Header(j)
	for i, t := range titles {
		if field := c.field("column" + strconv.Itoa(i)); field != "" {
			out.Columns[t] = field
		}
	}
	return out, err
}

func (s *site) tryImport(c *call) error {
	return s.changeImport(c, func(j imports.Job) (imports.Job, error) {
		settings, err := s.importSettings(c, j)
		if err != nil {
			return j, err
		}
		return s.Imports.Try(c.r.Context(), s.Org, j.ID, settings)
	})
}

func (s *site) runImport(c *call) error {
	return s.changeImport(c, func(j imports.Job) (imports.Job, error) { return s.Imports.Start(c.r.Context(), s.Org, j.ID) })
}

func (s *site) undoImport(c *call) error {
	return s.changeImport(c, func(j imports.Job) (imports.Job, error) {
		if c.field("sure") != "yes" {
			return j, assent.Problemf("NOT_SURE", "Tick the box: an import that was undone stays undone.").In("sure")
		}
		return s.Imports.Undo(c.r.Context(), s.Org, j.ID)
	})
}

func (s *site) dropImport(c *call) error {
	return s.changeImport(c, func(j imports.Job) (imports.Job, error) { return s.Imports.Drop(c.r.Context(), s.Org, j.ID) })
}

func (s *site) changeImport(c *call, change func(imports.Job) (imports.Job, error)) error {
	j, err := s.importJob(c)
	if err != nil {
		return err
	}
	c.detail = j.ID.String()
	if _, err := change(j); err != nil {
		if err := c.wrong(err); err != nil || c.status == http.StatusNotFound {
			return err
		}
		return s.showImport(c)
	}
	return c.redirect("/imports/" + j.ID.String())
}
