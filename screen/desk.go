package screen

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"assent"
	"assent/store"
)

// Bounds of what a Desk takes and keeps.
const (
	MostBytes = 4 << 30            // of one list
	FilesKept = 24 * time.Hour     // after a screening ended; then its files are deleted
	mostOpen  = 20                 // screenings that wait or run
	kept      = 7 * 24 * time.Hour // of a list that could never be screened
)

// Desk takes lists, screens them one after the other in the background, and gives them out. The files lie in a folder of
// this node; what is asked and how it stands lies in the store, so that a restart goes on with it.
type Desk struct {
	Config
	mu      sync.Mutex
	running map[assent.ID]Progress
	giving  sync.Mutex // one file is brought up to date at a time
	naming  sync.Mutex
	name    string // of this node, once it was read
}

// Config is what a Desk needs. All of it is required.
type Config struct {
	Archive *store.Archive
	Org     assent.ID
	Folder  string // made when it is needed; nobody else writes there
	Decide  Current
	Now     func() time.Time
	Random  io.Reader
	Limit   int64 // bytes of one list; 0 is MostBytes
}

// NewDesk opens the desk.
func NewDesk(c Config) *Desk {
	if c.Limit == 0 {
		c.Limit = MostBytes
	}
	return &Desk{Config: c, running: map[assent.ID]Progress{}}
}

// State is how far a screening has come.
type State string

// The states of a screening.
const (
	Waiting State = "waiting"
	Running State = "running"
	Done    State = "done"
	Failed  State = "failed"
)

// Plan is what is asked about a list.
type Plan struct {
	Purpose string         `json:"purpose"`
	Channel assent.Channel `json:"channel"`
	Brand   string         `json:"brand,omitzero"`
	Format  Format         `json:"format"`
	Column  string         `json:"column,omitzero"`
	Country string         `json:"country,omitzero"`
}

func (p Plan) question() assent.Question {
	return assent.Question{Purpose: p.Purpose, Channel: p.Channel, Brand: p.Brand, Explain: assent.ExplainCodes}
}

// Outcome is what a screening found, and what it is not older than.
type Outcome struct {
	Tally
	Findings map[string]int `json:"findings,omitempty"` // what is wrong with rows, by code
	Position int64          `json:"position"`           // of the log
	AsOf     time.Time      `json:"as_of"`              // no answer is from before
	Result   string         `json:"sha256"`             // of the file as it goes out, hexadecimal
	Event    assent.ID      `json:"event"`              // that records it
}

// Status is one screening as it stands.
type Status struct {
	ID       assent.ID
	State    State
	Plan     Plan
	Bytes    int64    // of the list
	Source   string   // its SHA-256, hexadecimal
	Progress Progress // while it runs on this node
	Outcome  *Outcome // once it is done
	Problem  *assent.Problem
	Created  time.Time
	Deleted  time.Time // when its files will be, or were; zero before it has ended
}

var (
	errNoScreening = assent.Problemf("NO_SUCH_SCREENING", "There is no screening of this identifier, or its files were deleted: they are kept for 24 hours.").In("id").OfKind(assent.NotFound)
	errNotDone     = assent.Problemf("NOT_DONE", "The list is not screened yet; ask for its progress until the state is done.").OfKind(assent.Conflict)
	errElsewhere   = assent.Problemf("OTHER_NODE", "The file lies on another node of this installation; ask again there.").OfKind(assent.Unavailable)
	errEmpty       = assent.Problemf("EMPTY_LIST", "The list is empty; send the file as the body of the request.")
	errTooMany     = assent.Problemf("TOO_MANY_SCREENINGS", "%d lists wait to be screened already; come back when one is done.", mostOpen).OfKind(assent.TooMany)
)

// Take takes a list to be screened. It is read to its end first, and lies on the disk when Take returns.
func (d *Desk) Take(ctx context.Context, by assent.Actor, p Plan, list io.Reader) (Status, error) {
	if _, known := reached[p.Channel]; !known {
		return Status{}, errChannel
	}
	if err := d.room(ctx, p); err != nil {
		return Status{}, err
	}
	node, err := d.node()
	if err != nil {
		return Status{}, err
	}
	id, err := assent.NewID(d.Now(), d.Random)
	if err != nil {
		return Status{}, err
	}
	row := store.ScreeningRow{ID: id, Node: node, State: string(Waiting), Created: d.Now().UTC().Truncate(time.Millisecond)}
	if row.Bytes, row.Source, err = d.receive(id, list); err == nil {
		err = d.enter(ctx, &row, by, p)
	}
	if err != nil {
		return Status{}, errors.Join(err, d.forget(id))
	}
	return d.status(row)
}

// room refuses a question that nobody can answer, before the list is read, and more lists than are good for the disk.
func (d *Desk) room(ctx context.Context, p Plan) error {
	if _, err := d.Decide.MaySendAll(ctx, d.Org, p.question(), nil); err != nil {
		return err
	}
	rows, err := d.rows(ctx)
	open := 0
	for _, r := range rows {
		if r.State == string(Waiting) || r.State == string(Running) {
			open++
		}
	}
	if err == nil && open >= mostOpen {
		return errTooMany
	}
	return err
}

// receive writes a list to the folder.
func (d *Desk) receive(id assent.ID, list io.Reader) (size int64, sum string, err error) {
	f, err := create(d.source(id))
	if err != nil {
		return 0, "", err
	}
	size, err = io.Copy(f, io.LimitReader(list, d.Limit+1))
	switch {
	case err == nil && size > d.Limit:
		err = assent.Problemf("TOO_LARGE", "A list of at most %d bytes is taken; send it in parts.", d.Limit)
	case err == nil && size == 0:
		err = errEmpty
	case err == nil:
		err = f.Sync()
	}
	return size, f.Sum(), errors.Join(err, f.Close())
}

// enter writes a screening down.
func (d *Desk) enter(ctx context.Context, row *store.ScreeningRow, by assent.Actor, p Plan) error {
	plan, err := json.Marshal(p)
	if err != nil {
		return err
	}
	actor, err := json.Marshal(by)
	if err != nil {
		return err
	}
	row.Plan, row.Actor = plan, string(actor)
	return d.put(ctx, *row)
}

// Status tells how a screening stands. The error is a Problem of kind NotFound if there is none.
func (d *Desk) Status(ctx context.Context, id assent.ID) (Status, error) {
	row, err := d.row(ctx, id)
	if err != nil {
		return Status{}, err
	}
	return d.status(row)
}

// List tells of every screening whose files are kept, the first made first.
func (d *Desk) List(ctx context.Context) ([]Status, error) {
	rows, err := d.rows(ctx)
	if err != nil {
		return nil, err
	}
	var out []Status
	for _, r := range rows {
		s, err := d.status(r)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func (d *Desk) status(r store.ScreeningRow) (Status, error) {
	s := Status{ID: r.ID, State: State(r.State), Bytes: r.Bytes, Source: r.Source, Created: r.Created}
	if err := json.Unmarshal(r.Plan, &s.Plan); err != nil {
		return s, err
	}
	if !r.Ended.IsZero() {
		s.Deleted = r.Ended.Add(FilesKept)
	}
	if r.Code != "" {
		s.Problem = &assent.Problem{Code: r.Code, Detail: r.Detail}
	}
	d.mu.Lock()
	s.Progress = d.running[r.ID]
	d.mu.Unlock()
	if r.Outcome == nil {
		return s, nil
	}
	s.Outcome = new(Outcome)
	err := json.Unmarshal(r.Outcome, s.Outcome)
	s.Progress = Progress{Rows: s.Outcome.Rows, Bytes: r.Bytes}
	return s, err
}

func (d *Desk) row(ctx context.Context, id assent.ID) (row store.ScreeningRow, err error) {
	err = d.Archive.Read(ctx, d.Org, func(v *store.View) error {
		var found bool
		if row, found, err = v.Screening(id); err == nil && !found {
			err = errNoScreening
		}
		return err
	})
	return row, err
}

func (d *Desk) rows(ctx context.Context) (rows []store.ScreeningRow, err error) {
	err = d.Archive.Read(ctx, d.Org, func(v *store.View) (err error) {
		rows, err = v.Screenings()
		return err
	})
	return rows, err
}

func (d *Desk) put(ctx context.Context, row store.ScreeningRow) error {
	return d.Archive.Update(ctx, d.Org, func(tx *store.Tx) error { return tx.PutScreening(row) })
}

func (d *Desk) source(id assent.ID) string { return filepath.Join(d.Folder, id.String()+".list") }
func (d *Desk) result(id assent.ID) string { return filepath.Join(d.Folder, id.String()+".screened") }

func (d *Desk) unfinished(id assent.ID) string { return d.result(id) + ".new" }

// forget deletes the files of a screening.
func (d *Desk) forget(id assent.ID) error {
	var wrong []error
	for _, path := range []string{d.source(id), d.result(id), d.unfinished(id)} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			wrong = append(wrong, err)
		}
	}
	return errors.Join(wrong...)
}
