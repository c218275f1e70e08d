package changes_test

import (
	"testing"
	"time"

	"assent"
	"assent/intake"
	"assent/store"
	"assent/store/storetest"
)

func TestAnUndoneWithdrawalIsToldOfAllThatItTook(t *testing.T) {
	storetest.Each(t, anUndoneWithdrawalIsTold)
}

func anUndoneWithdrawalIsTold(t *testing.T, archive *store.Archive) {
	b := open(t, archive, aVault(t), assent.ID{15: 1})
	record := func(a intake.Act) intake.Receipt {
		t.Helper()
		b.at = b.at.Add(time.Minute)
		r, err := b.desk.Record(t.Context(), b.org, a)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	her, page := assent.Actor{Kind: assent.ActorPerson}, assent.UnsubscribePage
	joined := record(intake.Act{
		Type: assent.ConsentGranted, Contact: assent.Contactable{Email: "ana@example.org"}, Actor: her, Method: assent.WebForm,
		Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: assent.Email}, {Purpose: "offers", Channel: assent.Email}},
	})
	left := record(intake.Act{
		Type: assent.ConsentWithdrawn, Point: joined.Point, Actor: her, Method: page,
		Scope: &assent.Scope{Purpose: "newsletter", Channel: string(assent.Email)},
	})
	undone := record(intake.Act{Type: assent.WithdrawalUndone, Point: joined.Point, Refers: left.Event, Actor: her, Method: page})
	feed, err := b.feed.Since(t.Context(), b.org, undone.Number, 1)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]bool{}
	for _, c := range feed.Changes {
		if c.Before == assent.Withdrawn && c.Status == assent.Granted && c.Type == assent.WithdrawalUndone {
			told[c.Purpose] = true
		}
	}
	if len(feed.Changes) != 2 || !told["newsletter"] || !told["offers"] {
		t.Errorf("told is %+v", feed.Changes)
	}
}
