package imports

import (
	"encoding/json"
	"strings"
	"time"

	"assent"
	"assent/intake"
	"assent/store"
)

// Stage says how far an import has come that an operator started.
type Stage string

// The stages. Work is done in the background at Trying, Running and Undoing; the others wait for the operator.
const (
	Uploaded Stage = "uploaded"
	Trying   Stage = "trying" // a dry run
	Tried    Stage = "tried"
	Running  Stage = "running"
	Taking   Stage = "taking" // by the verb import, in a process of its own
	Done     Stage = "done"
	Undoing  Stage = "undoing"
	Undone   Stage = "undone"
	Dropped  Stage = "dropped" // without having been run; its file is deleted
)

// AtWork reports whether it is being worked on by the server.
func (s Stage) AtWork() bool { return s == Trying || s == Running || s == Undoing }

// Settings are [Options] as they are kept.
type Settings struct {
	Format          string            `json:"format,omitzero"`
	State           string            `json:"state,omitzero"`
	Columns         map[string]string `json:"columns,omitempty"`
	Purpose         string            `json:"purpose,omitzero"`
	Channel         assent.Channel    `json:"channel,omitzero"`
	CollectionPoint string            `json:"collection_point,omitzero"`
	Notice          string            `json:"notice,omitzero"` // that they were shown: marketing@1.0
	Relationship    string            `json:"relationship,omitzero"`
	Zone            string            `json:"zone,omitzero"` // IANA name; empty: UTC
}

// options are the settings as a run takes them.
func (s Settings) options(name string) (Options, error) {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return Options{}, assent.Problemf("BAD_ZONE", "%q is not a time zone; use an IANA name such as Europe/Paris.", s.Zone).In("zone")
	}
	id, version, _ := strings.Cut(s.Notice, "@")
	return Options{
		Format: s.Format, FileName: name, State: s.State, Columns: s.Columns, Purpose: s.Purpose, Channel: s.Channel,
		CollectionPoint: s.CollectionPoint, Notice: intake.Notice{ID: id, Version: version}, Relationship: s.Relationship, Zone: zone,
	}, nil
}

// Job is an import that an operator started.
type Job struct {
	ID       assent.ID `json:"id"`
	Stage    Stage     `json:"stage" enum:"uploaded,trying,tried,running,taking,done,undoing,undone,dropped"`
	Name     string    `json:"name" doc:"Of the file"`
	By       assent.ID `json:"by,omitzero" doc:"The operator who uploaded it; missing: it came by the API or the verb import"`
	Settings Settings  `json:"settings"`
	Report   *Report   `json:"report,omitempty" doc:"Of the dry run, then of the run"`
	Run      string    `json:"run,omitzero" doc:"Batch of its events"`
	People   int       `json:"people,omitzero" doc:"For how many it was undone"`
	Wrong    string    `json:"wrong,omitzero" doc:"Why it could not be done, in a sentence"`
	Created  time.Time `json:"created_at"`
	Changed  time.Time `json:"changed_at"`

	first, beyond int64
}

func jobOf(row store.ImportJob) (Job, error) {
	j := Job{
		ID: row.ID, Stage: Stage(row.Stage), Name: row.Name, By: row.Operator, Run: row.Run, People: int(row.People), Wrong: row.Wrong,
		Created: row.Created, Changed: row.Changed, first: row.First, beyond: row.Beyond,
	}
	err := json.Unmarshal(row.Options, &j.Settings)
	if err == nil && len(row.Report) > 0 {
		err = json.Unmarshal(row.Report, &j.Report)
	}
	return j, err
}

func (j Job) row() (row store.ImportJob, err error) {
	row = store.ImportJob{
		ID: j.ID, Stage: string(j.Stage), Name: j.Name, Operator: j.By, Run: j.Run, First: j.first, Beyond: j.beyond, People: int64(j.People), Wrong: j.Wrong, Created: j.Created,
		Report: []byte{},
	}
	if row.Options, err = json.Marshal(j.Settings); err == nil && j.Report != nil {
		row.Report, err = json.Marshal(j.Report)
	}
	return row, err
}
