package auth

import (
	"context"
	"time"

	"assent"
	"assent/store"
)

// Entry of the trail: who looked at or changed what, and whom it was about. It holds no personal data
// but the identifiers of records, and nobody can change it: each minute what is new is sealed into the
// log by its digest (an event of type trail.sealed), which the auditor recomputes.
type Note struct {
	ID       assent.ID
	At       time.Time
	Operator assent.ID // zero: nobody who is known, as at a sign-in in vain
	Act      string    // "people.see"; the console's routes name their own
	Person   assent.ID // zero: it was about nobody
	Detail   string    // never personal
	Sealed   int64     // number of the event that seals it; -1: not yet
}

// Note adds an entry to the trail; ID, At and Sealed are set here. What cannot be noted must not be
// shown.
func (s *Staff) Note(ctx context.Context, org assent.ID, n Note) error {
	id, err := assent.NewID(s.Now(), s.Random)
	if err != nil {
		return err
	}
	row := store.TrailRow{ID: id, At: s.Now(), Operator: n.Operator, Act: n.Act, Person: n.Person, Detail: n.Detail}
	return s.archive.Update(ctx, org, func(tx *store.Tx) error { return tx.PutTrail(row) })
}

// Trail returns up to limit entries before the given one (zero: from the end), the latest first: those
// of one operator, about one person, or all.
func (s *Staff) Trail(ctx context.Context, org, operator, person, before assent.ID, limit int) ([]Note, error) {
	var out []Note
	err := s.archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.Trail(operator, person, before, limit)
		out = nil
		for _, r := range rows {
			out = append(out, Note(r))
		}
		return err
	})
	return out, err
}

// Seals is the work that seals the trail of an organisation into its log (a jobs.Job).
func (s *Staff) Seals(org assent.ID) *Seals { return &Seals{staff: s, org: org} }

// Seals seals what is new, at most once a minute and sealBatch entries at a time.
type Seals struct {
	staff *Staff
	org   assent.ID
	last  time.Time
}

const (
	sealEvery = time.Minute
	sealBatch = 500
)

// Name names the work.
func (*Seals) Name() string { return "trail" }

// Round seals one batch.
func (s *Seals) Round(ctx context.Context) (more bool, err error) {
	if now := s.staff.Now(); now.Sub(s.last) >= sealEvery || now.Before(s.last) {
		n, err := s.staff.sealTrail(ctx, s.org)
		if err != nil {
			return false, err
		}
		if more = n == sealBatch; !more {
			s.last = now
		}
	}
	return more, nil
}

// sealTrail appends the event for what is not sealed yet and returns how many entries that was.
func (s *Staff) sealTrail(ctx context.Context, org assent.ID) (n int, err error) {
	if some, err := s.unsealed(ctx, org); err != nil || !some {
		return 0, err
	}
	err = s.archive.Write(ctx, org, func(tx *store.Tx) error {
		rows, err := tx.TrailUnsealed(sealBatch)
		if n = len(rows); err != nil || n == 0 {
			return err
		}
		e, err := s.sealing(tx.Now(), rows)
		if err != nil {
			return err
		}
		if err := tx.Append(e, nil); err != nil {
			return err
		}
		for _, r := range rows {
			if err := tx.SealTrail(r.ID, e.Number); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

func (s *Staff) unsealed(ctx context.Context, org assent.ID) (some bool, err error) {
	err = s.archive.Read(ctx, org, func(v *store.View) error {
		rows, err := v.TrailUnsealed(1)
		some = len(rows) > 0
		return err
	})
	return some, err
}

func (s *Staff) sealing(now time.Time, rows []store.TrailRow) (*assent.Event, error) {
	id, err := assent.NewID(now, s.Random)
	if err != nil {
		return nil, err
	}
	code, err := assent.NewTransactionCode(s.Random)
	return &assent.Event{
		Format: 1, ID: id, Code: code, Type: assent.TrailSealed, Occurred: now, Received: now,
		Actor: assent.Actor{Kind: assent.ActorHouse}, Method: assent.Automatic,
		Trail: &assent.TrailSeal{Entries: len(rows), Digest: store.TrailDigest(rows)},
	}, err
}
