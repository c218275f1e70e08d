package jobs_test

import (
	"context"
	"crypto/rand"
	"sync"
	"testing"

	"assent"
	"assent/jobs"
	"assent/ledger"
	"assent/store"
	"assent/vault"
)

// log opens the ledger of the test's organisation.
func log(t *testing.T, a *store.Archive, keys *vault.Keys) *ledger.Log {
	t.Helper()
	v, err := vault.New(keys, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := v.LogSigner()
	if err != nil {
		t.Fatal(err)
	}
	l, err := ledger.New(a.LedgerStorage(org), signer, v.LogVerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestTheTreeGrowsBehindTheLogWhoeverGrowsIt(t *testing.T) {
	each(t, func(t *testing.T, url string, c *clock) {
		keys, err := vault.Generate(rand.Reader, "log.example.org", c.Now())
		if err != nil {
			t.Fatal(err)
		}
		a := open(t, url, c)
		for range 3 {
			record(t, a, assent.ConsentGranted, 150)
			var all sync.WaitGroup
			for range 3 {
				all.Go(func() { grow(t, a, keys) })
			}
			all.Wait()
		}
		l := log(t, a, keys)
		head, err := l.Head(t.Context())
		if err != nil || head.Size != 450 {
			t.Fatalf("the head covers %d events, want 450; %v", head.Size, err)
		}
		for _, n := range []int64{0, 149, 449} {
			if _, err := l.Prove(t.Context(), n); err != nil {
				t.Errorf("event %d: %v", n, err)
			}
		}
	})
}

func grow(t *testing.T, a *store.Archive, keys *vault.Keys) {
	job := jobs.Grow(a, org, log(t, a, keys))
	for more := true; more; {
		var err error
		if more, err = job.Round(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}
}
