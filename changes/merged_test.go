package changes_test

import (
	"maps"
	"testing"
	"time"

	"assent"
	"assent/intake"
	"assent/store"
	"assent/store/storetest"
)

// follow reads the feed from a number to its end, so many events at a time, and notes in the mirror how the newsletter stands.
func follow(t *testing.T, b *bench, from int64, limit int, mirror map[assent.ID]assent.Status) int64 {
	t.Helper()
	for {
		page, err := b.feed.Since(t.Context(), b.org, from, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Changes {
			if c.Purpose == "newsletter" && c.Channel == assent.Email {
				mirror[c.Point] = c.Status
			}
		}
		if from = page.Next; from == page.Head {
			return from
		}
	}
}

// A no that was said under one record counts for the addresses of the other from the moment on that both are known to be one woman's.
func TestWhoFollowsLearnsWhatIsSaidSinceTwoRecordsWereMerged(t *testing.T) {
	storetest.Each(t, aMergerIsTold)
}

func aMergerIsTold(t *testing.T, archive *store.Archive) {
	v, her, shop := aVault(t), assent.Actor{Kind: assent.ActorPerson}, assent.Actor{Kind: assent.ActorKey, ID: "shop"}
	for i, merged := range [][2]string{{"ana@example.org", "eva@example.org"}, {"eva@example.org", "ana@example.org"}} {
		b := open(t, archive, v, assent.ID{15: byte(i + 1)})
		record := func(a intake.Act) intake.Receipt {
			t.Helper()
			b.at = b.at.Add(time.Minute)
			r, err := b.desk.Record(t.Context(), b.org, a)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		yes := func(email string) assent.ID {
			return record(intake.Act{Type: assent.ConsentGranted, Actor: her, Contact: assent.Contactable{Email: email}, Method: assent.WebForm,
				Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: assent.Email}}}).Point
		}
		ana := yes("ana@example.org")
		record(intake.Act{Type: assent.ConsentWithdrawn, Actor: her, Point: ana, Method: assent.UnsubscribePage, Scope: &assent.Scope{}})
		eva := yes("eva@example.org")
		live := map[assent.ID]assent.Status{}
		next := follow(t, b, 0, 100, live)
		if live[ana] != assent.Withdrawn || live[eva] != assent.Granted {
			t.Errorf("while they are two, it is told %v", live)
		}
		for _, email := range merged {
			record(intake.Act{Type: assent.ContactLinked, Actor: shop, Contact: assent.Contactable{Email: email, Phone: "+33612345678"}})
		}
		follow(t, b, next, 100, live)
		if live[ana] != assent.Withdrawn || live[eva] != assent.Pending { // since a no came before it, her yes is to be confirmed
			t.Errorf("once they are one, it is told %v", live)
		}
		for limit := range 4 {
			again := map[assent.ID]assent.Status{}
			if follow(t, b, 0, limit+1, again); !maps.Equal(again, live) {
				t.Errorf("from the beginning, %d events at a time, it is told %v, and as it came %v", limit+1, again, live)
			}
		}
	}
}
