package rights_test

import (
	"crypto/rand"
	"testing"
	"time"

	"assent"
	"assent/audit"
	"assent/catalogue"
	"assent/intake"
	"assent/store"
	"assent/store/storetest"
	"assent/vault"
)

// A keyed hash that an erasure has left cannot be hashed anew, so its key is kept when it is turned.
func TestTheErasedStayStoppedWhenTheKeysAreTurned(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		now := func() time.Time { return time.Date(2101, 11, 22, 9, 0, 0, 0, time.UTC) }
		keys, err := vault.Generate(rand.Reader, "example.org/log", now())
		must(t, err)
		shelf := catalogue.New(archive, rand.Reader)
		must(t, shelf.Publish(t.Context(), org, key, now(), &catalogue.Settings{Name: "Alder & Co", Country: "FR"}, &catalogue.Purpose{
			ID: "newsletter", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Newsletter"},
			Channels: []assent.Channel{assent.Email}, DoubleOptIn: catalogue.OptInNever,
		}))
		record := func(a intake.Act) error {
			v, err := vault.New(keys, rand.Reader)
			must(t, err)
			_, err = intake.New(archive, v, shelf, intake.Options{Now: now, Random: rand.Reader}).Record(t.Context(), org, a)
			return err
		}
		yes := intake.Act{Type: assent.ConsentGranted, Contact: email, Actor: key, Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: assent.Email}}}
		gone := intake.Act{Type: assent.PersonErased, Contact: email, Actor: key}
		must(t, record(yes))
		must(t, record(gone))
		must(t, keys.TurnPseudonym(rand.Reader))
		must(t, keys.TurnWrapping(rand.Reader))

		again := yes
		again.Actor, again.Method, again.Batch = assent.Actor{Kind: assent.ActorImport, ID: "run"}, assent.ViaImport, "run"
		refused(t, "ADDRESS_ERASED", func() error { return record(again) })
		must(t, record(yes)) // a claim: recorded, and it revives nothing
		must(t, record(gone))
		v, err := vault.New(keys, rand.Reader)
		must(t, err)
		report, err := audit.Check(t.Context(), archive, v, org)
		must(t, err)
		must(t, report.Err())
	})
}
