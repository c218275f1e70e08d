package rights_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/intake"
	"assent/rights"
	"assent/store"
	"assent/store/storetest"
	"assent/vault"
)

var (
	org = assent.ID{15: 1}
	key = assent.Actor{Kind: assent.ActorKey, ID: "k"}
)

type bench struct {
	t      *testing.T
	intake *intake.Desk
	rights *rights.Desk
}

func open(t *testing.T, archive *store.Archive) *bench {
	t.Helper()
	now := func() time.Time { return time.Date(2101, 11, 22, 9, 0, 0, 0, time.UTC) } // later than the archive's own clock
	keys, err := vault.Generate(rand.Reader, "example.org/log", now())
	must(t, err)
	v, err := vault.New(keys, rand.Reader)
	must(t, err)
	shelf := catalogue.New(archive, rand.Reader)
	must(t, shelf.Publish(t.Context(), org, key, now(), &catalogue.Settings{Name: "Alder & Co", Country: "FR"}, &catalogue.Purpose{
		ID: "newsletter", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "Newsletter"},
		Channels: []assent.Channel{assent.Email, assent.SMS}, DoubleOptIn: catalogue.OptInNever,
	}))
	return &bench{t, intake.New(archive, v, shelf, intake.Options{Now: now, Random: rand.Reader}), rights.New(archive, v, shelf, now)}
}

func (b *bench) record(a intake.Act) {
	b.t.Helper()
	a.Actor = key
	_, err := b.intake.Record(b.t.Context(), org, a)
	must(b.t, err)
}

func (b *bench) grant(to assent.Contactable, channel assent.Channel, name string) {
	b.t.Helper()
	b.record(intake.Act{
		Type: assent.ConsentGranted, Contact: to, Personal: map[string]string{"name": name},
		Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: channel}},
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var (
	email = assent.Contactable{Email: "ana@example.org"}
	phone = assent.Contactable{Phone: "+33612345678"}
	both  = assent.Contactable{Email: "ana@example.org", Phone: "+33612345678"}
)

func TestTwoRecordsThatAreOneWomanAreReadAsOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		b := open(t, archive)
		b.grant(email, assent.Email, "Ana Byrne")
		b.grant(phone, assent.SMS, "A. Byrne")
		first, err := b.rights.Find(t.Context(), org, email)
		must(t, err)
		second, err := b.rights.Find(t.Context(), org, phone)
		must(t, err)
		if first == second {
			t.Fatal("they are one before they were linked")
		}
		b.record(intake.Act{Type: assent.ContactLinked, Contact: both})

		for _, id := range []assent.ID{first, second} { // by either name
			export, err := b.rights.Export(t.Context(), org, id)
			must(t, err)
			if n := len(export.Person.Points); n != 2 {
				t.Errorf("%d contact points", n)
			}
			for _, p := range export.Person.Points {
				if p.Address != "ana@example.org" && p.Address != "+33612345678" {
					t.Errorf("an address reads %q", p.Address)
				}
			}
			var names []string
			for _, e := range export.Events {
				if name := e.Personal["name"]; name != "" {
					names = append(names, name)
				}
			}
			if fmt.Sprint(names) != "[Ana Byrne A. Byrne]" {
				t.Errorf("values sealed under either record read %v", names)
			}
		}
	})
}

func TestHowAChoiceStandsNamesTheActThatMakesItSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		b := open(t, archive)
		b.grant(both, assent.Email, "Ana")
		b.record(intake.Act{Type: assent.ObjectionRaised, Contact: email, Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: assent.SMS}}})
		id, err := b.rights.Find(t.Context(), org, email)
		must(t, err)
		p, err := b.rights.See(t.Context(), org, id)
		must(t, err)
		events, err := b.rights.Events(t.Context(), org, id)
		must(t, err)
		want := map[assent.Channel]string{
			assent.Email: fmt.Sprint(assent.Granted, events[0].ID),
			assent.SMS:   fmt.Sprint(assent.Withdrawn, events[1].ID),
		}
		if len(p.Choices) != 2 {
			t.Fatalf("choices are %+v", p.Choices)
		}
		for _, c := range p.Choices {
			if got := fmt.Sprint(c.Status, c.Event); got != want[c.Channel] {
				t.Errorf("%s: %s; want %s", c.Channel, got, want[c.Channel])
			}
		}
	})
}

func TestNobodyIsToldOfByName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		b := open(t, archive)
		_, err := b.rights.Find(t.Context(), org, email)
		_, err2 := b.rights.See(t.Context(), org, assent.ID{1})
		_, err3 := b.rights.Export(t.Context(), org, assent.ID{1})
		for _, err := range []error{err, err2, err3} {
			if !errors.Is(err, rights.ErrNobody) {
				t.Errorf("got %v", err)
			}
		}
	})
}

func TestAfterErasureOnlyThatThereWereActsIsLeft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, archive *store.Archive) {
		b := open(t, archive)
		b.grant(both, assent.Email, "Ana Byrne")
		id, err := b.rights.Find(t.Context(), org, email)
		must(t, err)
		b.record(intake.Act{Type: assent.PersonErased, Person: id})
		export, err := b.rights.Export(t.Context(), org, id)
		must(t, err)
		if export.Person.Erased == nil || len(export.Person.Points) != 0 || len(export.Events) != 2 {
			t.Errorf("got %+v", export)
		}
		for _, e := range export.Events {
			if len(e.Personal) != 0 {
				t.Errorf("%s still reads %v", e.Type, e.Personal)
			}
		}
	})
}
