package rights_test

import (
	"log/slog"
	"testing"
	"time"

	"assent"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/jobs"
	"assent/rights"
)

func TestAskingTwiceToBeErasedDoesNotWaitLonger(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		desk := rights.New(h.Archive, h.Vault, h.Shelf, h.Clock.Now)
		person := h.Record(intaketest.SignUp("ana@example.org", "newsletter")).Person
		first, err := desk.AskErasure(t.Context(), h.Org, person)
		if err != nil || !first.Equal(h.Clock.Now().Add(rights.ErasureWait)) {
			t.Fatalf("erased at %s, %v", first, err)
		}
		h.Clock.Pass(time.Hour)
		if again, err := desk.AskErasure(t.Context(), h.Org, person); err != nil || !again.Equal(first) {
			t.Errorf("the second time at %s, %v", again, err)
		}
		for _, want := range []bool{true, false} {
			if waited, err := desk.CallOffErasure(t.Context(), h.Org, person); err != nil || waited != want {
				t.Errorf("called off: %v, %v; want %v", waited, err, want)
			}
		}
	})
}

func TestACodeIsTriedFiveTimesAndUsedOnce(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		desk := rights.New(h.Archive, h.Vault, h.Shelf, h.Clock.Now)
		tries := func(challenge [16]byte, right bool, want rights.Answer) {
			t.Helper()
			if got, err := desk.Enter(t.Context(), h.Org, challenge, right); err != nil || got != want {
				t.Errorf("the answer is %s, %v; want %s", got, err, want)
			}
		}
		for range rights.Tries {
			tries([16]byte{1}, false, rights.Mistyped)
		}
		tries([16]byte{1}, true, rights.Shut)
		tries([16]byte{2}, true, rights.Entered)
		tries([16]byte{2}, true, rights.Shut)
	})
}

func TestARequestIsAnsweredByWhomeverSheWasErased(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		desk := deskOf(h)
		person := h.Record(intaketest.SignUp("ana@example.org", "newsletter")).Person
		_, err := desk.Ask(t.Context(), h.Org, rights.NewRequest{Person: person, Right: rights.Erasure, Way: rights.ByPhone})
		must(t, err)
		h.Record(intake.Act{Type: assent.PersonErased, Person: person, Actor: key})

		errand := desk.Answers(h.Org)
		log := slog.New(slog.DiscardHandler)
		for _, job := range []jobs.Job{
			jobs.Follow(h.Archive, h.Org, errand), jobs.Carry(h.Archive, h.Org, h.Clock.Now, log, jobs.Backoff{First: time.Second}, errand),
		} {
			for more := true; more; {
				more, err = job.Round(t.Context())
				must(t, err)
			}
		}
		list, err := desk.Requests(t.Context(), h.Org, rights.Filter{Person: person})
		if err != nil || len(list) != 1 || list[0].Outcome != rights.Complied || list[0].Handler != "key:k" {
			t.Errorf("the request stands as %+v, %v", list, err)
		}
	})
}
