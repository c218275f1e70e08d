package stats

import (
	"context"
	"sync"
	"time"
)

// Slow is a number that takes its time: a job works it out in the background once somebody has asked, and
// who asks gets the latest with its time. It is worked out again for who asks when it is older than sixty times what
// the work took, and at least as old as Least. It is safe for concurrent use.
type Slow[T any] struct {
	name  string
	work  func(context.Context) (T, error)
	now   func() time.Time
	first chan struct{} // closed once there is a value

	mu     sync.Mutex
	latest Told[T]
	stale  time.Time
	wanted bool
	asked  bool // ever
}

// Told is a number with the instant at which it was true.
type Told[T any] struct {
	Value T
	At    time.Time // zero: not known yet
}

const (
	Least    = 5 * time.Second // between two workings
	rarely   = 60              // times the duration of the work
	patience = 150 * time.Millisecond
)

// NewSlow makes the job of some work.
func NewSlow[T any](name string, now func() time.Time, work func(context.Context) (T, error)) *Slow[T] {
	return &Slow[T]{name: name, work: work, now: now, first: make(chan struct{})}
}

// Name tells the job in the log.
func (s *Slow[T]) Name() string { return s.name }

// Round works if somebody has asked.
func (s *Slow[T]) Round(ctx context.Context) (more bool, err error) {
	start := s.now()
	if !s.due(start) {
		return false, nil
	}
	value, err := s.work(ctx)
	if err != nil {
		return false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.latest.At.IsZero() {
		close(s.first)
	}
	s.latest, s.wanted = Told[T]{value, start}, false
	end := s.now()
	s.stale = end.Add(max(Least, rarely*end.Sub(start)))
	return false, nil
}

func (s *Slow[T]) due(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wanted && !now.Before(s.stale)
}

// Latest returns the latest value and has it worked out again. Who asks first waits a moment for it.
func (s *Slow[T]) Latest(ctx context.Context) Told[T] {
	s.mu.Lock()
	first := !s.asked
	s.wanted, s.asked = true, true
	s.mu.Unlock()
	if first {
		s.await(ctx)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latest
}

func (s *Slow[T]) await(ctx context.Context) {
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case <-s.first:
	case <-wait.C:
	case <-ctx.Done():
	}
}
