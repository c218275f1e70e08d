package audit_test

import (
	"strings"
	"testing"

	"assent"
	"assent/audit"
	. "assent/intake/intaketest"
	"assent/store/storetest"
)

func TestAnArchiveThatWasOnlyUsedHolds(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		h := Open(t, url)
		early, late := live(t, h)
		r, err := audit.Check(t.Context(), h.Archive, h.Vault, h.Org, early, late)
		if err != nil || r.Err() != nil {
			t.Fatal(err, r.Err())
		}
		if r.Events != r.Head.Size || r.Waiting != 0 || r.People != 4 || r.Outside != 2 || r.Values < 6 {
			t.Errorf("the report says %+v", r)
		}
	})
}

func TestAnEmptyArchiveHolds(t *testing.T) {
	h := New(t)
	r, err := audit.Check(t.Context(), h.Archive, h.Vault, assent.ID{1})
	if err != nil || r.Err() != nil || r.Events != 0 {
		t.Errorf("%v %v %+v", err, r.Err(), r)
	}
}

func TestEventsThatNoCheckpointCoversYetWait(t *testing.T) {
	h := New(t)
	follow(t, h)
	h.Record(SignUp(ana, "newsletter"))
	r, err := audit.Check(t.Context(), h.Archive, h.Vault, h.Org)
	if err != nil || r.Err() != nil || r.Waiting != 1 {
		t.Errorf("%v %v, %d wait", err, r.Err(), r.Waiting)
	}
}

func TestALongLogIsReadInChunks(t *testing.T) {
	h := New(t)
	bulk(t, h, 1300)
	follow(t, h)
	var told []int64
	a := audit.Auditor{
		Archive: h.Archive, Org: h.Org, Key: h.Vault.LogVerifierKey(), Vault: h.Vault,
		Progress: func(done, from int64) { told = append(told, done, from) },
	}
	r, err := a.Check(t.Context())
	if err != nil || r.Err() != nil || r.Events < 1300 || r.People != 1300 {
		t.Errorf("%v %v %+v", err, r.Err(), r)
	}
	if len(told) < 6 || told[0] >= told[2] || told[len(told)-2] != r.Events {
		t.Errorf("the progress was %v", told)
	}
}

func TestWithoutTheVaultTheLogIsStillAudited(t *testing.T) {
	h := New(t)
	live(t, h)
	r, err := audit.Auditor{Archive: h.Archive, Org: h.Org, Key: h.Vault.LogVerifierKey()}.Check(t.Context())
	if err != nil || r.Err() != nil || r.Values != 0 || r.People != 4 {
		t.Errorf("%v %v %+v", err, r.Err(), r)
	}
}

func TestACheckpointThatTheLogNeverSignedIsRefused(t *testing.T) {
	h := New(t)
	_, late := live(t, h)
	_, err := audit.Check(t.Context(), h.Archive, h.Vault, h.Org, late, strings.Replace(late, "\n", "x\n", 1))
	if p, ok := assent.AsProblem(err); !ok || p.Code != "BAD_CHECKPOINT" || !strings.Contains(p.Detail, "Checkpoint 2") {
		t.Errorf("got %v", err)
	}
}
