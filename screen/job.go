package screen

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"

	"assent"
	"assent/store"
)

// Name names the work of a Desk among the jobs.
func (d *Desk) Name() string { return "screenings" }

// Round deletes what was kept long enough, and screens the list that has waited longest. One that was running when the process
// ended is begun anew. It looks after the lists of its own folder: each node has the files that it took.
func (d *Desk) Round(ctx context.Context) (more bool, err error) {
	rows, err := d.rows(ctx)
	if err != nil || len(rows) == 0 {
		return false, err
	}
	node, err := d.node()
	if err != nil {
		return false, err
	}
	for _, r := range rows {
		if r.Node != node {
			continue
		}
		if d.over(r) {
			if err := d.drop(ctx, r.ID); err != nil {
				return false, err
			}
			continue
		}
		if r.State == string(Waiting) || r.State == string(Running) {
			return true, d.work(ctx, r)
		}
	}
	return false, nil
}

func (d *Desk) over(r store.ScreeningRow) bool {
	if r.Ended.IsZero() {
		return d.Now().Sub(r.Created) >= kept
	}
	return d.Now().Sub(r.Ended) >= FilesKept
}

func (d *Desk) drop(ctx context.Context, id assent.ID) error {
	if err := d.forget(id); err != nil {
		return err
	}
	return d.Archive.Update(ctx, d.Org, func(tx *store.Tx) error { return tx.DropScreening(id) })
}

var (
	errLost   = assent.Problemf("LIST_LOST", "The list is no longer in the data folder; send it again.")
	errBroken = assent.Problemf("INTERNAL", "The list could not be screened for a reason that is ours; it was logged. Send it again later.")
)

// work screens one list. What the list is to blame for ends the screening; what the store is to blame for is tried again.
func (d *Desk) work(ctx context.Context, r store.ScreeningRow) error {
	if r.State == string(Waiting) {
		r.State, r.Started = string(Running), d.Now()
		if err := d.put(ctx, r); err != nil {
			return err
		}
	}
	err := d.screen(ctx, r)
	if err == nil || ctx.Err() != nil {
		return err
	}
	p, known := assent.AsProblem(err)
	switch {
	case known && p.Kind == assent.Unavailable:
		return err
	case known:
		err = nil
	case errors.Is(err, fs.ErrNotExist):
		p, err = errLost, nil
	default:
		p = errBroken
	}
	r.State, r.Code, r.Detail, r.Ended = string(Failed), p.Code, p.Detail, d.Now()
	return errors.Join(err, d.put(ctx, r))
}

// screen writes the screened list, and records that there is one.
func (d *Desk) screen(ctx context.Context, r store.ScreeningRow) (err error) {
	var p Plan
	if err := json.Unmarshal(r.Plan, &p); err != nil {
		return err
	}
	in, err := os.Open(d.source(r.ID))
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := create(d.unfinished(r.ID)) // who is being given the file as it was goes on reading it
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	defer d.tell(r.ID, nil)
	o := Outcome{Findings: map[string]int{}, AsOf: d.Now().UTC().Truncate(time.Millisecond)}
	options := Options{Column: p.Column, Country: p.Country, Format: p.Format, Findings: func(f Finding) error {
		o.Findings[f.Code]++
		return nil
	}}
	o.Tally, o.Position, err = Settled(ctx, d.Org, in, out, d.Decide, p.question(), options, func(at Progress) { d.tell(r.ID, &at) })
	if err != nil {
		return err
	}
	if err := out.Sync(); err != nil {
		return err
	}
	o.Result = out.Sum()
	if err := os.Rename(d.unfinished(r.ID), d.result(r.ID)); err != nil {
		return err
	}
	return d.done(ctx, r, p, o)
}

// tell says how far a screening is; nil: it no longer runs.
func (d *Desk) tell(id assent.ID, at *Progress) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at == nil {
		delete(d.running, id)
	} else {
		d.running[id] = *at
	}
}

// done records the outcome: in the table, and as one event in the log.
func (d *Desk) done(ctx context.Context, r store.ScreeningRow, p Plan, o Outcome) error {
	var by assent.Actor
	if err := json.Unmarshal([]byte(r.Actor), &by); err != nil {
		return err
	}
	return d.Archive.Write(ctx, d.Org, func(tx *store.Tx) error {
		e, err := Event(tx.Now(), d.Random, by, p, o, r.Source)
		if err != nil {
			return err
		}
		if err := tx.Append(e, nil); err != nil {
			return err
		}
		o.Event = e.ID
		if r.Outcome, err = json.Marshal(o); err != nil {
			return err
		}
		if r.State = string(Done); r.Ended.IsZero() {
			r.Ended = tx.Now()
		}
		return tx.PutScreening(r)
	})
}

// Event records that a list was screened; source is the SHA-256 of the list as it came. It is of nobody.
func Event(now time.Time, random io.Reader, by assent.Actor, p Plan, o Outcome, source string) (*assent.Event, error) {
	id, err := assent.NewID(now, random)
	if err != nil {
		return nil, err
	}
	code, err := assent.NewTransactionCode(random)
	return &assent.Event{
		Format: 1, ID: id, Code: code, Type: assent.AudienceScreened, Occurred: now, Received: now, Actor: by, Method: assent.Automatic,
		Screening: &assent.Screening{
			Purpose: p.Purpose, Channel: p.Channel, Brand: p.Brand, Position: o.Position,
			Rows: o.Rows, Allow: o.Allow, Deny: o.Deny, Reasons: o.Reasons, Source: source, Result: o.Result,
		},
	}, err
}
