// Package intaketest gives tests a small organisation with a real archive, vault and
// catalogue, and a clock that they set: enough to record acts and to ask about them. Its acts
// are written as a person or a shop would do them (she signs up, confirms, leaves with one
// click; the shop claims, imports, links), so that a test reads as what happened.
package intaketest

import (
	"crypto/rand"
	"sync"
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

// House is the organisation: one brand, Alpenglow, of a French sender.
type House struct {
	Org     assent.ID
	Clock   *Clock
	Archive *store.Archive
	Vault   *vault.Vault
	Shelf   *catalogue.Shelf
	Intake  *intake.Desk
	t       testing.TB
}

// Start is where the clock stands at first: a Monday morning in Paris.
var Start = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

// Each runs the test with a house on SQLite and with one on PostgreSQL.
func Each(t *testing.T, test func(*testing.T, *House)) {
	t.Helper()
	storetest.EachURL(t, func(t *testing.T, url string) { test(t, Open(t, url)) })
}

// New opens a house on SQLite.
func New(t testing.TB) *House {
	t.Helper()
	return Open(t, storetest.SQLiteURL(t))
}

// keys are those of every house, with the custodian who is not in it.
var keys = sync.OnceValues(func() (out struct {
	*vault.Keys
	custodian *vault.Custodian
}, err error) {
	if out.Keys, err = vault.Generate(rand.Reader, "log.example.org", Start); err != nil {
		return out, err
	}
	if out.custodian, err = vault.NewCustodian(rand.Reader); err == nil {
		out.Custodian = out.custodian.Public()
	}
	return out, err
})

// Custodian is who can open what the house keeps of the erased.
func (h *House) Custodian() *vault.Custodian {
	h.t.Helper()
	k, err := keys()
	must(h.t, err)
	return k.custodian
}

// Open opens a house on an empty archive.
func Open(t testing.TB, url string) *House {
	t.Helper()
	h := &House{Clock: &Clock{now: Start}, t: t}
	var err error
	h.Archive, err = store.Open(t.Context(), url, store.Options{Now: h.Clock.Now})
	must(t, err)
	t.Cleanup(func() { must(t, h.Archive.Close()) })
	k, err := keys()
	must(t, err)
	h.Vault, err = vault.New(k.Keys, rand.Reader)
	must(t, err)
	h.Org, err = assent.NewID(Start, rand.Reader)
	must(t, err)
	must(t, h.Archive.Update(t.Context(), h.Org, func(tx *store.Tx) error {
		return tx.PutOrg(store.Org{ID: h.Org, Name: "Alpenglow SAS"})
	}))
	h.Shelf = catalogue.New(h.Archive, rand.Reader)
	h.Publish(Items()...)
	h.Intake = intake.New(h.Archive, h.Vault, h.Shelf, intake.Options{
		Now: h.Clock.Now, Random: rand.Reader, NeedsConfirmation: germanyAndItaly,
	})
	return h
}

func germanyAndItaly(country string, _ assent.Channel) bool {
	return country == "DE" || country == "IT"
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Publish brings items into force.
func (h *House) Publish(items ...catalogue.Item) {
	h.t.Helper()
	operator := assent.Actor{Kind: assent.ActorOperator, ID: "test"}
	must(h.t, h.Shelf.Publish(h.t.Context(), h.Org, operator, h.Clock.Now(), items...))
}

// Record records an act that must be taken, lets a minute pass, and audits the archive.
func (h *House) Record(act intake.Act) intake.Receipt {
	h.t.Helper()
	r, err := h.Intake.Record(h.t.Context(), h.Org, act)
	must(h.t, err)
	h.Clock.Pass(time.Minute)
	h.Audit()
	return r
}

// Audit folds the whole log again and compares it with what is stored.
func (h *House) Audit() {
	h.t.Helper()
	report, err := audit.Check(h.t.Context(), h.Archive, h.Vault, h.Org)
	must(h.t, err)
	must(h.t, report.Err())
}

// Refused records an act that must not be taken, and returns why.
func (h *House) Refused(act intake.Act) *assent.Problem {
	h.t.Helper()
	_, err := h.Intake.Record(h.t.Context(), h.Org, act)
	p, ok := assent.AsProblem(err)
	if !ok {
		h.t.Fatalf("the act was not refused with a problem: %v", err)
	}
	return p
}

// State is what the log says of the person with this e-mail address.
func (h *House) State(email string) (s *assent.State) {
	h.t.Helper()
	must(h.t, h.Archive.Read(h.t.Context(), h.Org, func(v *store.View) error {
		row, found, err := v.PointByPseudonym(assent.EmailAddress, h.Vault.Pseudonyms(h.Org, assent.EmailAddress, email))
		if err != nil || !found {
			return err
		}
		s, err = v.State(row.Person)
		return err
	}))
	return s
}

// Event reads an event of the log.
func (h *House) Event(id assent.ID) (e *assent.Event) {
	h.t.Helper()
	must(h.t, h.Archive.Read(h.t.Context(), h.Org, func(v *store.View) error {
		stored, _, err := v.Event(id)
		e = stored.Event
		return err
	}))
	return e
}

// Clock is set by the test. It is safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Pass lets time pass.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
