package stats

import (
	"context"
	"sync"
	"time"

	"assent"
	"assent/catalogue"
	"assent/store"
)

// Decider says whether a message may be sent; a *decide.Desk is one.
type Decider interface {
	MaySend(ctx context.Context, org assent.ID, q assent.Question) (assent.Decision, error)
}

// Stops is the decider of who sends: it counts the messages that may not be sent, by reason. Who decides otherwise tells
// it with [Stops.Stopped]. They leave no event, so they are counted here and written down together, a second later; what
// was not written when a process dies is not counted. It is also the job that writes. It is safe for concurrent use.
type Stops struct {
	Decider
	Archive *store.Archive
	Shelf   *catalogue.Shelf
	Org     assent.ID
	Now     func() time.Time

	mu    sync.Mutex
	noted map[stop]int64
}

// stop is by what the noted are kept apart.
type stop struct {
	quarter int64 // of an hour since 1970: no calendar's day begins between two
	purpose string
	channel assent.Channel
	reason  assent.Reason
}

// MaySend asks, and counts a no.
func (s *Stops) MaySend(ctx context.Context, org assent.ID, q assent.Question) (assent.Decision, error) {
	d, err := s.Decider.MaySend(ctx, org, q)
	if err == nil && d.Decision == assent.Deny {
		s.Stopped(q.Purpose, q.Channel, d.Reason)
	}
	return d, err
}

// Stopped counts a message that was to be sent and was not, for a reason of the law or of a campaign.
func (s *Stops) Stopped(purpose string, channel assent.Channel, why assent.Reason) {
	s.add(stop{s.Now().Unix() / 900, purpose, channel, why}, 1)
}

func (s *Stops) add(k stop, n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.noted == nil {
		s.noted = map[stop]int64{}
	}
	s.noted[k] += n
}

// Name tells the job in the log.
func (s *Stops) Name() string { return "stops" }

// Round writes down what was counted.
func (s *Stops) Round(ctx context.Context) (more bool, err error) {
	s.mu.Lock()
	noted := s.noted
	s.noted = nil
	s.mu.Unlock()
	if len(noted) == 0 {
		return false, nil
	}
	if err = s.write(ctx, noted); err != nil {
		for k, n := range noted {
			s.add(k, n)
		}
	}
	return false, err
}

func (s *Stops) write(ctx context.Context, noted map[stop]int64) error {
	cat, err := s.Shelf.Current(ctx, s.Org)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(cat.Settings().TimeZone)
	if err != nil {
		return err
	}
	t := tally{}
	for k, n := range noted {
		y, m, d := time.Unix(k.quarter*900, 0).In(zone).Date()
		t[answer{
			fact: Blocked, day: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), purpose: k.purpose, channel: string(k.channel),
			sides: sides{reason: string(k.reason)},
		}] += n
	}
	counters := t.counters()
	return s.Archive.Update(ctx, s.Org, func(tx *store.Tx) error { return tx.Count(counters...) })
}
