package imports_test

import (
	"crypto/rand"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/intake"
	"assent/store"
	"assent/store/storetest"
	"assent/vault"
)

// now is when every import of these tests happens.
var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// house is a real counter over a real archive, with a newsletter and offers to say yes to.
type house struct {
	t       *testing.T
	org     assent.ID
	archive *store.Archive
	desk    *intake.Desk
	vault   *vault.Vault
	shelf   *catalogue.Shelf
	clock   time.Time
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, archive: storetest.SQLite(t), clock: now}
	clock := func() time.Time { return h.clock }
	keys, err := vault.Generate(rand.Reader, "assent.example/log", now)
	h.must(err)
	h.vault, err = vault.New(keys, rand.Reader)
	h.must(err)
	h.org, err = assent.NewID(now, rand.Reader)
	h.must(err)
	h.must(h.archive.Update(t.Context(), h.org, func(tx *store.Tx) error {
		return tx.PutOrg(store.Org{ID: h.org, Name: "Verdier"})
	}))
	shelf := catalogue.New(h.archive, rand.Reader)
	h.shelf = shelf
	h.furnish()
	h.desk = intake.New(h.archive, h.vault, shelf, intake.Options{Now: clock, Random: rand.Reader})
	return h
}

// furnish publishes what may be asked.
func (h *house) furnish() {
	h.t.Helper()
	h.must(h.shelf.Publish(h.t.Context(), h.org, assent.Actor{Kind: assent.ActorOperator, ID: "test"}, now,
		&catalogue.Settings{Name: "Verdier", Country: "FR", Language: "en", PublicURL: "https://verdier.example"},
		purpose("newsletter", assent.Email), purpose("offers", assent.Email, assent.SMS),
	))
}

func purpose(id string, channels ...assent.Channel) catalogue.Item {
	return &catalogue.Purpose{
		ID: id, Kind: assent.PurposeOwnMarketing, Channels: channels, Names: catalogue.Texts{"en": id},
		Sentences: catalogue.Texts{"en": "Yes, write to me."},
		Topics:    []catalogue.Topic{{ID: "garden", Names: catalogue.Texts{"en": "Garden"}}, {ID: "kitchen", Names: catalogue.Texts{"en": "Kitchen"}}},
	}
}

// publish adds a purpose to the catalogue.
func (h *house) publish(id string, channels ...assent.Channel) {
	h.t.Helper()
	h.must(h.shelf.Publish(h.t.Context(), h.org, assent.Actor{Kind: assent.ActorOperator, ID: "test"}, now, purpose(id, channels...)))
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// events returns what is recorded of people, in order.
func (h *house) events() []*assent.Event {
	h.t.Helper()
	var out []*assent.Event
	h.must(h.archive.Read(h.t.Context(), h.org, func(v *store.View) error {
		list, err := v.Events(0, 10_000)
		out = nil
		for _, s := range list {
			if s.Event.Type != assent.CataloguePublished {
				out = append(out, s.Event)
			}
		}
		return err
	}))
	return out
}

// status is how the newsletter by e-mail stands at an address.
func (h *house) status(email string) assent.Status {
	h.t.Helper()
	var status assent.Status
	h.must(h.archive.Read(h.t.Context(), h.org, func(v *store.View) error {
		p, found, err := v.PointByPseudonym(assent.EmailAddress, h.vault.Pseudonyms(h.org, assent.EmailAddress, email))
		if err != nil || !found {
			status = assent.Unknown
			return err
		}
		s, err := v.State(p.Person)
		if err != nil {
			return err
		}
		cell := assent.Scope{Purpose: "newsletter", Channel: "email", Party: "own"}
		status = s.Standing(p.ID, cell, h.clock).Status
		return nil
	}))
	return status
}
