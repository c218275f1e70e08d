package rights_test

import (
	"crypto/rand"
	"testing"
	"time"

	"assent"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/rights"
)

func TestTheHolderOfALinkSeesAMaskedAddressAndOneStage(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		desk := rights.New(h.Archive, h.Vault, h.Shelf, h.Clock.Now)
		request := func(event assent.ID, want rights.Stage, choices int) rights.Request {
			t.Helper()
			got, err := desk.Request(t.Context(), h.Org, event)
			if err != nil || got.Stage != want || len(got.Choices) != choices {
				t.Fatalf("the request is %+v, %v; want it %s with %d choices", got, err, want, choices)
			}
			return got
		}
		leaving := func(point assent.ID, this, everything rights.Stage) rights.Leaving {
			t.Helper()
			got, err := desk.Leaving(t.Context(), h.Org, point, "club", assent.Email)
			if err != nil || got.This != this || got.Everything != everything {
				t.Fatalf("leaving is %+v, %v; want %s and %s", got, err, this, everything)
			}
			return got
		}

		signUp := h.Record(intaketest.SignUp("ana@example.org", "club"))
		seen := request(signUp.Event, rights.Open, 1)
		if seen.Address != "a•••@e•••.org" || seen.Language != "fr" || seen.Form != "newsletter" {
			t.Errorf("it shows %+v", seen)
		}
		h.Record(intaketest.Confirm(signUp))
		request(signUp.Event, rights.Done, 1)
		leaving(signUp.Point, rights.Open, rights.Open)

		h.Record(intake.Act{
			Type: assent.ConsentWithdrawn, Point: signUp.Point, Method: assent.UnsubscribePage,
			Actor: assent.Actor{Kind: assent.ActorPerson}, Scope: &assent.Scope{Purpose: "club", Channel: string(assent.Email)},
		})
		request(signUp.Event, rights.Gone, 0)
		leaving(signUp.Point, rights.Done, rights.Open)

		everything := assent.Everything()
		h.Record(intake.Act{
			Type: assent.ConsentWithdrawn, Point: signUp.Point, Method: assent.UnsubscribePage,
			Actor: assent.Actor{Kind: assent.ActorPerson}, Scope: &everything,
		})
		leaving(signUp.Point, rights.Done, rights.Done)

		again := h.Record(intaketest.SignUp("ana@example.org", "club"))
		h.Record(intaketest.Confirm(again))
		leaving(signUp.Point, rights.Open, rights.Open)

		h.Record(intake.Act{
			Type: assent.PersonErased, Contact: intaketest.Email("ana@example.org"),
			Actor: assent.Actor{Kind: assent.ActorOperator, ID: "test"},
		})
		if seen := leaving(signUp.Point, rights.Gone, rights.Gone); seen.Address != "" {
			t.Errorf("it still shows %s", seen.Address)
		}
	})
}

func TestARequestThatLapsedOrNeverWasIsGone(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		desk := rights.New(h.Archive, h.Vault, h.Shelf, h.Clock.Now)
		signUp := h.Record(intaketest.SignUp("ana@example.org", "club"))
		h.Clock.Pass(assent.RequestLife + time.Minute)
		nobody, err := assent.NewID(h.Clock.Now(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		for _, event := range []assent.ID{signUp.Event, nobody} {
			if got, err := desk.Request(t.Context(), h.Org, event); err != nil || got.Stage != rights.Gone {
				t.Errorf("the request is %+v, %v", got, err)
			}
		}
	})
}
