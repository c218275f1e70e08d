package rights

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"assent"
	"assent/store"
)

// Daily is the work of each day, a job for a runner: to warn of requests whose time is running out, to
// destroy what is kept of the erased when its time is over, and to erase the silent, where that is
// wished. Everything in it may be repeated.
type Daily struct {
	Desk    *Desk
	Org     assent.ID
	Counter Counter
	Warn    func(ctx context.Context, pressing []SubjectRequest) error // whoever must answer; nil: the log alone
	Log     *slog.Logger

	done assent.Day
}

// Counter records what the day brings; an *intake.Desk is one.
type Counter interface {
	Recorder
	EndRetention(ctx context.Context, org assent.ID) (months []string, err error)
}

// Name tells the job in the log.
func (w *Daily) Name() string { return "daily" }

// Round does the work of a day once. After an error it begins again.
func (w *Daily) Round(ctx context.Context) (more bool, err error) {
	today := assent.DayOf(w.Desk.now().UTC())
	if today == w.done {
		return false, nil
	}
	err = errors.Join(w.sweep(ctx, today), w.warn(ctx))
	if err == nil {
		w.done = today
	}
	return false, err
}

// clockTrust is how many days may lie between one day's work and the next before what cannot be brought
// back is put off for a day: the clock may have jumped.
const clockTrust = 7

// sweep destroys what the calendar says, if the calendar can be believed.
func (w *Daily) sweep(ctx context.Context, today assent.Day) error {
	last, err := w.Desk.dayOfLastSweep(ctx, w.Org)
	if err != nil {
		return err
	}
	if last != "" && (today < last || today > shift(last, clockTrust)) {
		w.Log.ErrorContext(ctx, "the day is far from that of the last daily work: nothing is destroyed by the calendar today; look at the clock", "today", today, "last", last)
	}
	if last != "" && last <= today && today <= shift(last, clockTrust) {
		if err := errors.Join(w.endRetention(ctx), w.eraseSilent(ctx)); err != nil {
			return err
		}
	}
	return w.Desk.swept(ctx, w.Org, today)
}

// The day of the last sweep is kept as a cursor, in days since 1970; on the first day nothing is swept.
const sweepCursor = "daily"

func (d *Desk) dayOfLastSweep(ctx context.Context, org assent.ID) (last assent.Day, err error) {
	err = d.archive.Read(ctx, org, func(v *store.View) error {
		days, err := v.Cursor(sweepCursor)
		if last = ""; days > 0 {
			last = shift("1970-01-01", int(days))
		}
		return err
	})
	return last, err
}

func (d *Desk) swept(ctx context.Context, org assent.ID, today assent.Day) error {
	t, err := time.Parse(time.DateOnly, string(today))
	if err != nil {
		return err
	}
	return d.archive.Update(ctx, org, func(tx *store.Tx) error {
		return tx.SetCursor(sweepCursor, t.Unix()/86_400)
	})
}

func (w *Daily) endRetention(ctx context.Context) error {
	months, err := w.Counter.EndRetention(ctx, w.Org)
	for _, m := range months {
		w.Log.InfoContext(ctx, "what was kept of the erased is destroyed", "until_end_of", m)
	}
	return err
}

func (w *Daily) eraseSilent(ctx context.Context) error {
	n, err := w.Desk.EraseSilent(ctx, w.Org, w.Counter)
	if n > 0 {
		w.Log.InfoContext(ctx, "silent people were erased, as the settings say", "people", n)
	}
	return err
}

// A request is warned of from a week before its last day, every third day.
const (
	warnDays  = 7
	warnEvery = 3
)

func (w *Daily) warn(ctx context.Context) error {
	pressing, err := w.Desk.pressing(ctx, w.Org)
	if err != nil || len(pressing) == 0 {
		return err
	}
	overdue := 0
	for _, r := range pressing {
		if r.Overdue {
			overdue++
		}
	}
	w.Log.WarnContext(ctx, "requests of people about their data must be answered", "requests", len(pressing), "overdue", overdue, "first_due", pressing[0].Due)
	if w.Warn != nil {
		err := w.Warn(ctx, pressing)
		if p, ok := assent.AsProblem(err); ok && p.Kind == assent.Unusable {
			err = nil // no mails are set up: the log has said it
		}
		if err != nil {
			return err
		}
	}
	return w.Desk.warned(ctx, w.Org, pressing)
}

// pressing are the open requests that are to be warned of today, the most pressing first.
func (d *Desk) pressing(ctx context.Context, org assent.ID) ([]SubjectRequest, error) {
	var out []SubjectRequest
	err := d.archive.Read(ctx, org, func(v *store.View) error {
		today := d.today(v, d.now())
		rows, err := v.RequestsDue(shift(today, warnDays), Page)
		out = nil
		for _, row := range rows {
			if row.Warned == "" || row.Warned <= shift(today, -warnEvery) {
				out = append(out, requestOf(row, today))
			}
		}
		return err
	})
	return out, err
}

func (d *Desk) warned(ctx context.Context, org assent.ID, list []SubjectRequest) error {
	return d.archive.Write(ctx, org, func(tx *store.Tx) error {
		for _, r := range list {
			row, found, err := tx.Request(r.ID)
			if err != nil || !found {
				return err
			}
			row.Warned = d.today(&tx.View, d.now())
			if err := tx.PutRequest(row); err != nil {
				return err
			}
		}
		return nil
	})
}
