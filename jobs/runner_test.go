package jobs_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"assent/jobs"
)

// rounds is a job that notes when its rounds began.
type rounds struct {
	began []time.Time
	round func(n int) (more bool, err error)
}

func (r *rounds) Name() string { return "rounds" }

func (r *rounds) Round(context.Context) (bool, error) {
	r.began = append(r.began, time.Now())
	return r.round(len(r.began))
}

// run runs a job for a while and returns when its rounds began, counted from the start.
func run(t *testing.T, d time.Duration, round func(n int) (bool, error), meanwhile func(*jobs.Runner)) []time.Duration {
	t.Helper()
	job := &rounds{round: round}
	r := jobs.NewRunner(quiet, steps, job)
	start := time.Now()
	ctx, stop := context.WithTimeout(t.Context(), d)
	defer stop()
	if meanwhile != nil {
		go meanwhile(r)
	}
	r.Run(ctx)
	var out []time.Duration
	for _, at := range job.began {
		out = append(out, at.Sub(start))
	}
	return out
}

func idle(int) (bool, error) { return false, nil }

func TestAnIdleJobLooksForWorkFourTimesASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := run(t, time.Second-time.Millisecond, idle, nil)
		want(t, at, 0, 250*time.Millisecond, 500*time.Millisecond, 750*time.Millisecond)
	})
}

func TestANudgeBeginsTheNextRoundAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := run(t, 200*time.Millisecond, idle, func(r *jobs.Runner) {
			time.Sleep(130 * time.Millisecond)
			r.Nudge()
			r.Nudge()
		})
		want(t, at, 0, 130*time.Millisecond)
	})
}

func TestAJobThatIsNudgedAllTheTimeLooksTenTimesASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := run(t, 350*time.Millisecond, idle, func(r *jobs.Runner) {
			for range 340 {
				time.Sleep(time.Millisecond)
				r.Nudge()
			}
		})
		want(t, at, 0, 100*time.Millisecond, 200*time.Millisecond, 300*time.Millisecond)
	})
}

func TestAJobWithMoreToDoDoesNotRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := run(t, 100*time.Millisecond, func(n int) (bool, error) { return n < 5, nil }, nil)
		want(t, at, 0, 0, 0, 0, 0)
	})
}

func TestAFailingJobWaitsLongerEachTimeWhateverTheNudges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		at := run(t, 10*time.Second, func(int) (bool, error) { return true, errors.New("down") }, func(r *jobs.Runner) {
			time.Sleep(100 * time.Millisecond)
			r.Nudge()
		})
		want(t, at, 0, 1*time.Second, 3*time.Second, 7*time.Second)
	})
}

func TestARunnerThatIsStoppedLetsTheRoundComeToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := false
		run(t, time.Second, func(int) (bool, error) {
			time.Sleep(5 * time.Second)
			ended = true
			return true, nil
		}, nil)
		if !ended {
			t.Error("Run returned in the middle of a round")
		}
	})
}

func TestWaitsDoubleUpToTheLongestAndJitterOnlyShortens(t *testing.T) {
	b := jobs.Backoff{First: time.Second, Most: 10 * time.Second}
	for failures, want := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 4: 8 * time.Second, 5: 10 * time.Second, 1000: 10 * time.Second} {
		for jitter, share := range map[float64]float64{0: 0.5, 0.5: 0.75} {
			b.Jitter = func() float64 { return jitter }
			if got := b.After(failures); got != time.Duration(share*float64(want)) {
				t.Errorf("after %d failures with jitter %v: %v", failures, jitter, got)
			}
		}
		b.Jitter = nil
		if got := b.After(failures); got != want {
			t.Errorf("after %d failures: %v, want %v", failures, got, want)
		}
	}
}

func want(t *testing.T, got []time.Duration, want ...time.Duration) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("rounds at %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("rounds at %v, want %v", got, want)
			return
		}
	}
}
