package store_test

import (
	"crypto/rand"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"assent"
	"assent/store"
)

// made counts the identifiers, so that each sorts after those made before it.
var made atomic.Int64

func newID(t testing.TB) assent.ID {
	t.Helper()
	id, err := assent.NewID(time.UnixMilli(1_700_000_000_000+made.Add(1)), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// fact is an event that can be appended.
func fact(t testing.TB) *assent.Event {
	t.Helper()
	code, err := assent.NewTransactionCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &assent.Event{Format: 1, ID: newID(t), Code: code, Type: assent.ConsentGranted, Method: assent.WebForm}
}

func appending(e *assent.Event) func(*store.Tx) error {
	return func(tx *store.Tx) error { return tx.Append(e, nil) }
}

// write records and fails the test if that does not succeed.
func write(t testing.TB, a *store.Archive, org assent.ID, fn func(*store.Tx) error) {
	t.Helper()
	if err := a.Write(t.Context(), org, fn); err != nil {
		t.Fatal(err)
	}
}

// read looks; what fn returns as an error fails the test.
func read(t testing.TB, a *store.Archive, org assent.ID, fn func(*store.View) error) {
	t.Helper()
	if err := a.Read(t.Context(), org, fn); err != nil {
		t.Fatal(err)
	}
}

func head(t testing.TB, a *store.Archive, org assent.ID) (n int64) {
	t.Helper()
	read(t, a, org, func(v *store.View) (err error) {
		n, err = v.Head()
		return err
	})
	return n
}

// together makes all acts wait until the last has queued, so that they are committed as one
// batch, and returns their outcomes in order.
func together(t *testing.T, a *store.Archive, org assent.ID, acts ...func(*store.Tx) error) []error {
	t.Helper()
	release, holding := make(chan struct{}), make(chan struct{})
	first := make(chan error, 1)
	go func() {
		first <- a.Write(t.Context(), org, func(*store.Tx) error {
			close(holding)
			<-release
			return nil
		})
	}()
	<-holding
	outcomes := make([]chan error, len(acts))
	for i, fn := range acts {
		out := make(chan error, 1)
		outcomes[i] = out
		go func() {
			err := errPanicked
			defer func() {
				_ = recover()
				out <- err
			}()
			err = a.Write(t.Context(), org, fn)
		}()
		for a.Waiting() <= i {
			runtime.Gosched()
		}
	}
	close(release)
	if err := <-first; err != nil {
		t.Fatal(err)
	}
	errs := make([]error, len(acts))
	for i, out := range outcomes {
		errs[i] = <-out
	}
	return errs
}

// wantProblem fails the test unless err is a Problem of this code.
func wantProblem(t testing.TB, err error, code string) *assent.Problem {
	t.Helper()
	p, ok := assent.AsProblem(err)
	if !ok || p.Code != code {
		t.Fatalf("want a problem %s, have %v", code, err)
	}
	return p
}
