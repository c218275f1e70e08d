package decide_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/address"
	"assent/decide"
	"assent/intake"
	. "assent/intake/intaketest"
	"assent/law"

	"github.com/google/go-cmp/cmp"
)

// countries are those of every pack, none, and one that no pack knows.
var countries = func() []string {
	book, err := law.Embedded()
	if err != nil {
		panic(err)
	}
	all := []string{"", "BR"}
	for _, p := range book.Jurisdictions() {
		all = append(all, p.Code)
	}
	return all
}()

// Of people under every law, each with another history, what is kept is what the store says: now, and when years have passed.
func TestUnderEveryLawWhatIsKeptIsWhatTheStoreSays(t *testing.T) {
	h := New(t)
	var to []assent.Contactable
	for _, country := range countries {
		to = append(to, populate(t, h, country)...)
	}
	h.Clock.Pass(time.Minute)
	told, kept := desk(t, h), indexed(t, h)
	for _, span := range []time.Duration{0, 20 * time.Hour, 40 * 24 * time.Hour, 200 * 24 * time.Hour, 400 * 24 * time.Hour, 500 * 24 * time.Hour} {
		h.Clock.Pass(span)
		for _, q := range []assent.Question{
			{Channel: assent.Email, Purpose: "newsletter", Explain: assent.ExplainCodes}, {Channel: assent.Email, Purpose: "offers", Explain: assent.ExplainCodes},
			{Channel: assent.SMS, Purpose: "newsletter", Explain: assent.ExplainNone}, {Channel: assent.LiveCall, Purpose: "offers", Explain: assent.ExplainCodes},
		} {
			if err := kept.Warm(t.Context(), h.Org, q, nil); err != nil {
				t.Fatal(err)
			}
			agreeOn(t, h, told, kept, q, to)
		}
	}
}

// populate records some people of a country.
func populate(t *testing.T, h *House, country string) (who []assent.Contactable) {
	t.Helper()
	one := func(i int) assent.Contactable {
		c := Email(strings.ToLower(fmt.Sprintf("p%d%s@example.org", i, country)))
		who = append(who, c)
		return c
	}
	here := &assent.Attributes{Country: country, Kind: assent.Consumer}
	record := func(a intake.Act) intake.Receipt {
		t.Helper()
		a.Attributes = here
		r, err := h.Intake.Record(t.Context(), h.Org, a)
		if _, refused := assent.AsProblem(err); err != nil && !refused {
			t.Fatal(err)
		}
		h.Clock.Pass(time.Second)
		return r
	}
	for i, ago := range []time.Duration{time.Hour, 300 * 24 * time.Hour, 800 * 24 * time.Hour} {
		record(intake.Act{
			Type: assent.ConsentGranted, Contact: one(i), Occurred: h.Clock.Now().Add(-ago), Actor: shop,
			Evidence: &assent.Evidence{Source: "shop database"}, Choices: []intake.ActChoice{{Purpose: "newsletter", Channel: assent.Email}},
		})
	}
	asked := SignUp("", "newsletter", "offers")
	asked.Contact = one(3)
	if r := record(asked); !r.Event.IsZero() {
		record(Confirm(r))
	}
	asked.Contact = one(4)
	record(asked)
	bought := buy("")
	bought.Contact = one(5)
	record(bought)
	bought.Contact = one(6)
	record(bought)
	record(intake.Act{Type: assent.ObjectionRaised, Contact: bought.Contact, Actor: shop})
	return who
}

// agreeOn asks a desk that reads the store and one that keeps its decisions, one by one and as a list.
func agreeOn(t *testing.T, h *House, told, kept *decide.Desk, q assent.Question, to []assent.Contactable) {
	t.Helper()
	want, err := told.MaySendAll(t.Context(), h.Org, q, to)
	if err != nil {
		t.Fatal(err)
	}
	got, err := kept.MaySendAll(t.Context(), h.Org, q, to)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%+v (store -, kept +):\n%s", q, diff)
	}
	list := make([]address.Address, len(to))
	for i, c := range to {
		list[i] = address.Address{Kind: assent.EmailAddress, Value: c.Email}
	}
	sieve, err := kept.Sieve(t.Context(), h.Org, q)
	if err != nil {
		t.Fatal(err)
	}
	briefs := make([]decide.Brief, len(to))
	if _, err := sieve.Sort(t.Context(), list, briefs); err != nil {
		t.Fatal(err)
	}
	for i, b := range briefs {
		if w := want[i]; b.Decision != w.Decision || b.Reason != w.Reason || b.Basis != w.Basis {
			t.Errorf("%s, %+v: sorted as %+v, the store says %+v", to[i].Email, q, b.Answer, w)
		}
	}
}
