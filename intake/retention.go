package intake

import (
	"context"
	"time"

	"assent"
	"assent/store"
)

// proofMonths is how long proof is kept after an erasure: as long as claims can be raised where she
// is. The organisation may say how long; otherwise the longest time of her countries counts.
func (w *work) proofMonths() int {
	s := w.cat.Settings()
	if r := s.Retention; r != nil && r.ProofMonths != nil {
		return *r.ProofMonths
	}
	months := 0
	for _, p := range w.state.Points {
		if c := p.Attribute("country"); c != "" {
			months = max(months, limitation(c))
		}
	}
	if months == 0 {
		months = limitation(s.Country)
	}
	return months
}

// limitations are the months after which claims about a consent lapse.
var limitations = map[string]int{
	"FR": 60, // Code civil art. 2224
	"DE": 60, // § 7a UWG, from the latest use; BGB §§ 195, 199 and § 31 OWiG reach no further
	"GB": 72, // Limitation Act 1980 s. 2, 5
	"US": 60, // 16 CFR 310.5 (Telemarketing Sales Rule); 28 U.S.C. § 1658 for the TCPA: 4 years
	"CA": 36, // CASL s. 23
	"AU": 72, // Limitation Acts: 6 years
}

// limitation is that of a country; five years where none is named.
func limitation(country string) int {
	if m, ok := limitations[country[:min(2, len(country))]]; ok { // US-TX is in the US
		return m
	}
	return 60
}

// lastOfMonth is the last day of the month that lies so many months after t.
func lastOfMonth(t time.Time, months int) assent.Day {
	t = t.UTC()
	return assent.DayOf(time.Date(t.Year(), t.Month()+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC))
}

// EndRetention destroys the keys and capsules of all months that are over, and records each: from then
// on nobody can open the proofs of those who were erased, and the log says why. It returns the months.
func (d *Desk) EndRetention(ctx context.Context, org assent.ID) (ended []string, err error) {
	err = d.archive.Write(ctx, org, func(tx *store.Tx) error {
		ended = nil
		now := d.Now().UTC().Truncate(time.Millisecond)
		keys, err := tx.RetentionKeys()
		if err != nil {
			return err
		}
		for _, k := range keys {
			if k.Month >= assent.DayOf(now).Month() {
				break
			}
			if err := d.endMonth(tx, k.Month, now); err != nil {
				return err
			}
			ended = append(ended, k.Month)
		}
		return nil
	})
	return ended, err
}

func (d *Desk) endMonth(tx *store.Tx, month string, now time.Time) error {
	capsules, err := tx.DestroyRetention(month)
	if err != nil {
		return err
	}
	e := &assent.Event{
		Format: 1, Type: assent.RetentionEnded, Occurred: now, Received: now,
		Actor: assent.Actor{Kind: assent.ActorHouse}, Method: assent.Automatic,
		Retention: &assent.RetentionEnd{Month: month, Capsules: capsules},
	}
	if e.ID, err = assent.NewID(now, d.Random); err != nil {
		return err
	}
	if e.Code, err = assent.NewTransactionCode(d.Random); err != nil {
		return err
	}
	return tx.Append(e, nil)
}
