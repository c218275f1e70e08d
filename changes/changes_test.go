package changes_test

import (
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/changes"
	"assent/intake"
	"assent/rights"
	"assent/store"
	"assent/store/storetest"
	"assent/vault"

	"pgregory.net/rapid"
)

// bench is a house with a clock that moves by an hour with each act.
type bench struct {
	org     assent.ID
	at      time.Time
	desk    *intake.Desk
	feed    *changes.Desk
	rights  *rights.Desk
	archive *store.Archive
}

func open(t testing.TB, archive *store.Archive, v *vault.Vault, org assent.ID) *bench {
	// Later than the archive's own clock, so that this clock alone counts.
	b := &bench{org: org, at: time.Date(2101, 11, 1, 9, 0, 0, 0, time.UTC), archive: archive}
	now := func() time.Time { return b.at }
	shelf := catalogue.New(archive, rand.Reader)
	err := shelf.Publish(t.Context(), org, assent.Actor{Kind: assent.ActorHouse}, b.at,
		&catalogue.Settings{Name: "Alder & Co", Country: "FR"},
		purpose("newsletter"), purpose("offers", "newsletter"), purpose("events"))
	if err != nil {
		t.Fatal(err)
	}
	b.desk = intake.New(archive, v, shelf, intake.Options{Now: now, Random: rand.Reader})
	b.feed = changes.New(archive, shelf)
	b.rights = rights.New(archive, v, shelf, now)
	return b
}

func purpose(id string, requires ...string) *catalogue.Purpose {
	return &catalogue.Purpose{
		ID: id, Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": id}, Requires: requires,
		Channels: []assent.Channel{assent.Email, assent.SMS}, DoubleOptIn: catalogue.OptInNever,
	}
}

func aVault(t testing.TB) *vault.Vault {
	keys, err := vault.Generate(rand.Reader, "example.org/log", time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.New(keys, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A reader who starts from nothing and applies the feed knows at every moment what the house knows.
func TestTheFeedAddsUpToHowEachChoiceStands(t *testing.T) {
	archive, v := storetest.SQLite(t), aVault(t)
	orgs := byte(0)
	rapid.Check(t, func(r *rapid.T) {
		orgs++
		b := open(t, archive, v, assent.ID{14: orgs / 200, 15: orgs%200 + 1})
		mirror := map[string]assent.Status{}
		next := int64(0)
		for range rapid.IntRange(1, 8).Draw(r, "acts") {
			b.at = b.at.Add(time.Hour)
			_, err := b.desk.Record(t.Context(), b.org, act(r))
			if _, refused := assent.AsProblem(err); err != nil && !refused {
				r.Fatal(err)
			}
			page, err := b.feed.Since(t.Context(), b.org, next, 1+rapid.IntRange(0, 3).Draw(r, "limit"))
			if err != nil {
				r.Fatal(err)
			}
			apply(r, mirror, page)
			next = page.Next
		}
		page, err := b.feed.Since(t.Context(), b.org, next, 1000)
		if err != nil || page.Next != page.Head {
			r.Fatal(page, err)
		}
		apply(r, mirror, page)
		compare(r, b, mirror)
	})
}

func act(r *rapid.T) intake.Act {
	choice := intake.ActChoice{
		Purpose: rapid.SampledFrom([]string{"newsletter", "offers", "events"}).Draw(r, "purpose"),
		Channel: rapid.SampledFrom([]assent.Channel{assent.Email, assent.SMS}).Draw(r, "channel"),
	}
	a := intake.Act{
		Contact: assent.Contactable{Email: "ana@example.org", Phone: "+33612345678"},
		Actor:   assent.Actor{Kind: assent.ActorKey, ID: "k"},
		Choices: []intake.ActChoice{choice},
		Type: rapid.SampledFrom([]assent.EventType{
			assent.ConsentGranted, assent.ConsentGranted, assent.ConsentRefused, assent.ConsentWithdrawn, assent.ConsentRequested,
		}).Draw(r, "type"),
	}
	if a.Type == assent.ConsentWithdrawn && rapid.Bool().Draw(r, "wide") {
		a.Choices, a.Scope = nil, &assent.Scope{Channel: string(choice.Channel)}
	}
	return a
}

func apply(r *rapid.T, mirror map[string]assent.Status, page changes.Stretch) {
	for _, c := range page.Changes {
		key := fmt.Sprint(c.Point, c.Purpose, c.Channel, c.Party)
		was, known := mirror[key]
		if !known {
			was = assent.Unknown
		}
		if c.Before != was || c.Status == was {
			r.Fatalf("event %d changes %s from %s to %s, but it stood at %s", c.Sequence, key, c.Before, c.Status, was)
		}
		mirror[key] = c.Status
	}
}

func compare(r *rapid.T, b *bench, mirror map[string]assent.Status) {
	id, err := b.rights.Find(r.Context(), b.org, assent.Contactable{Email: "ana@example.org"})
	if err == rights.ErrNobody { //nolint:errorlint // returned as it is
		return
	}
	if err != nil {
		r.Fatal(err)
	}
	p, err := b.rights.See(r.Context(), b.org, id)
	if err != nil {
		r.Fatal(err)
	}
	for _, c := range p.Choices {
		key := fmt.Sprint(c.Point, c.Purpose, c.Channel, c.Party)
		if mirror[key] != c.Status {
			r.Fatalf("%s stands at %s; the feed says %q", key, c.Status, mirror[key])
		}
	}
}
