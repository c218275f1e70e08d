package audit_test

import (
	"fmt"
	"sync"
	"testing"

	"assent"
	"assent/audit"
	"assent/intake"
	. "assent/intake/intaketest"
	"assent/store/storetest"
)

// What happens while the audit reads must not look like a difference.
func TestAnAuditBesideTheRunningServiceHolds(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		h := Open(t, url)
		live(t, h)
		var writers sync.WaitGroup
		for w := range 4 {
			writers.Go(func() { aBusyDay(t, h, w) })
		}
		stopped := make(chan struct{})
		go func() { writers.Wait(); close(stopped) }()
		for running := true; running; {
			select {
			case <-stopped:
				running = false // and once more when all is quiet
			default:
			}
			if r, err := audit.Check(t.Context(), h.Archive, h.Vault, h.Org); err != nil || r.Err() != nil {
				t.Fatal(err, r.Err())
			}
		}
	})
}

// aBusyDay signs people up, joins two of them, and lets one be erased.
func aBusyDay(t *testing.T, h *House, writer int) {
	who := func(i int) assent.Contactable { return Email(fmt.Sprintf("w%dp%d@example.org", writer, i)) }
	phone := assent.Contactable{Phone: fmt.Sprintf("+3363998%04d", 1000+writer)}
	key := assent.Actor{Kind: assent.ActorKey, ID: "shop"}
	acts := []intake.Act{}
	for i := range 6 {
		acts = append(acts, SignUp(who(i).Email, "newsletter"))
	}
	acts = append(acts,
		Link(who(0), phone),
		intake.Act{Type: assent.ContactLinked, Actor: key, Contact: assent.Contactable{Email: who(1).Email, Phone: phone.Phone}},
		intake.Act{Type: assent.ConsentWithdrawn, Contact: who(1), Actor: key, Scope: &assent.Scope{}},
		intake.Act{Type: assent.PersonErased, Contact: who(2), Actor: assent.Actor{Kind: assent.ActorOperator, ID: "dpo"}},
	)
	for _, act := range acts {
		if _, err := h.Intake.Record(t.Context(), h.Org, act); err != nil {
			t.Error(err)
		}
	}
}
