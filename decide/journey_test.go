package decide_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"assent"
	"assent/catalogue"
	"assent/decide"
	"assent/intake"
	. "assent/intake/intaketest"
	"assent/law"
	"assent/locale"
	"assent/store"
)

const ana = "ana@example.org"

// desk opens an enquiry desk over the house.
func desk(t testing.TB, h *House) *decide.Desk {
	t.Helper()
	return deskOver(t, h.Archive, h, decide.Options{Now: h.Clock.Now})
}

// deskOver is a desk on an archive of its own.
func deskOver(t testing.TB, archive *store.Archive, h *House, o decide.Options) *decide.Desk {
	t.Helper()
	book, err := statutes()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := words()
	if err != nil {
		t.Fatal(err)
	}
	shelf := h.Shelf
	if archive != h.Archive {
		shelf = catalogue.New(archive, nil)
	}
	return decide.New(archive, h.Vault, shelf, book, texts, o)
}

// Both are read once: they never change.
var (
	statutes = sync.OnceValues(law.Embedded)
	words    = sync.OnceValues(locale.Load)
)

// ask asks whether a purpose may be written about to an address by e-mail.
func ask(t testing.TB, h *House, d *decide.Desk, email, purpose string, change ...func(*assent.Question)) assent.Decision {
	t.Helper()
	q := assent.Question{Contact: Email(email), Channel: assent.Email, Purpose: purpose, Explain: assent.ExplainFull}
	for _, c := range change {
		c(&q)
	}
	decision, err := d.MaySend(t.Context(), h.Org, q)
	if err != nil {
		t.Fatal(err)
	}
	return decision
}

// expect asks that the decision falls so, for this reason.
func expect(t testing.TB, d assent.Decision, verdict assent.Verdict, reason assent.Reason) {
	t.Helper()
	if d.Decision != verdict || d.Reason != reason {
		t.Errorf("got %s %s (basis %s), want %s %s", d.Decision, d.Reason, d.Basis, verdict, reason)
	}
}

func TestOneYesOneNo(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := desk(t, h)
		expect(t, ask(t, h, d, ana, "club"), assent.Deny, "NO_BASIS")

		request := h.Record(SignUp(ana, "club"))
		expect(t, ask(t, h, d, ana, "club"), assent.Deny, "DOI_PENDING")

		receipt := h.Record(Confirm(request))
		allowed := ask(t, h, d, ana, "club")
		expect(t, allowed, assent.Allow, "CONSENT_VALID")
		if len(allowed.Evidence) != 1 || allowed.Evidence[0] != receipt.Event {
			t.Errorf("the decision rests on %v, want the confirmation %s", allowed.Evidence, receipt.Event)
		}
		if !cites(allowed, "L. 34-5") && !cites(allowed, "L.34-5") {
			t.Errorf("no French article is cited: %v", allowed.Citations)
		}
		if allowed.Jurisdiction != "FR" || allowed.ExpiresOn != "2029-11-16" {
			t.Errorf("jurisdiction %s, expires on %s; want FR, 2029-11-16", allowed.Jurisdiction, allowed.ExpiresOn)
		}
		if allowed.ValidUntil == nil || !allowed.ValidUntil.Equal(paris(2029, 11, 17)) {
			t.Errorf("valid until %v, want the end of 2029-11-16 in Paris", allowed.ValidUntil)
		}

		h.Record(intake.Act{
			Type: assent.ContactLinked, Contact: assent.Contactable{Email: ana, ExternalID: "4711"},
			Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"},
		})
		work := Claim("ana@work.example", "club", time.Time{})
		work.Contact.ExternalID = "4711"
		work.Attributes = &assent.Attributes{Country: "FR"}
		h.Record(work)
		expect(t, ask(t, h, d, "ana@work.example", "club"), assent.Allow, "CONSENT_VALID")

		h.Record(OneClick(receipt.Point))
		for _, email := range []string{ana, "ana@work.example"} {
			if got := ask(t, h, d, email, "club"); got.Decision != assent.Deny {
				t.Errorf("after one-click: %s %s", got.Decision, got.Reason)
			}
		}

		h.Record(SignUp(ana, "club"))
		if got := ask(t, h, d, ana, "club"); got.Decision != assent.Deny {
			t.Errorf("a stranger's new sign-up is enough: %s", got.Reason)
		}
	})
}

func cites(d assent.Decision, article string) bool {
	for _, c := range d.Citations {
		if strings.Contains(c.Article, article) {
			return true
		}
	}
	return false
}

func paris(year int, month time.Month, day int) time.Time {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return time.Date(year, month, day, 0, 0, 0, 0, zone)
}

// buy records a purchase with all that the existing-customer exception asks for.
func buy(email string) intake.Act {
	yes := true
	return intake.Act{
		Type: assent.RelationshipRecorded, Contact: Email(email), CollectionPoint: "checkout",
		Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}, Attributes: &assent.Attributes{Country: "FR", Kind: assent.Consumer},
		Relationship: &assent.Relationship{
			Kind: "purchase", LastPurchaseOn: "2026-11-10", SimilarProducts: &yes, DetailsObtainedInSale: &yes, OptOutInEveryMessage: &yes,
		},
	}
}

func TestACustomerMayBeWrittenToUntilSheSaysNo(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	r := h.Record(buy(ana))
	allowed := ask(t, h, d, ana, "newsletter")
	expect(t, allowed, assent.Allow, "SOFT_OPT_IN_ALL_CONDITIONS")
	if text := textOf(allowed, assent.MustIdentifySender); !strings.Contains(text, "you are a customer of Alpenglow") {
		t.Errorf("the footer says %q", text)
	}
	if len(allowed.Evidence) != 1 || allowed.Evidence[0] != r.Event {
		t.Errorf("the decision rests on %v, want the purchase", allowed.Evidence)
	}
	h.Record(OneClick(r.Point))
	if got := ask(t, h, d, ana, "newsletter"); got.Decision != assent.Deny {
		t.Errorf("a customer who left is still written to: %s", got.Reason)
	}
}

func TestLeavingOnlyThisEndsTheCustomerExceptionToo(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	r := h.Record(buy(ana))
	h.Record(intake.Act{
		Type: assent.ConsentWithdrawn, Point: r.Point, Method: assent.UnsubscribePage, GranularOffered: true,
		Actor: assent.Actor{Kind: assent.ActorPerson}, Scope: &assent.Scope{Purpose: "newsletter", Channel: "email"},
	})
	if got := ask(t, h, d, ana, "newsletter"); got.Decision != assent.Deny {
		t.Errorf("she left the newsletter and still gets it: %s", got.Reason)
	}
}

func TestABlankBoxEndsTheCustomerException(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Record(Blank(SignUp(ana, "club"), "newsletter"))
	h.Record(buy(ana))
	expect(t, ask(t, h, d, ana, "newsletter"), assent.Deny, "REFUSED_AT_COLLECTION")
}

func textOf(d assent.Decision, code assent.ObligationCode) string {
	for _, o := range d.Obligations {
		if o.Code == code {
			return o.Text
		}
	}
	return ""
}

func TestTheFooterSpeaksTheLanguageOfThePerson(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Record(SignUp(ana, "newsletter"))
	french, english := ask(t, h, d, ana, "newsletter"), ask(t, h, d, ana, "newsletter", func(q *assent.Question) { q.Language = "en" })
	if text := textOf(english, assent.MustIdentifySender); !strings.Contains(text, "you subscribed to messages from Alpenglow") {
		t.Errorf("in English: %q", text)
	}
	if text := textOf(french, assent.MustIdentifySender); text == "" || text == textOf(english, assent.MustIdentifySender) {
		t.Errorf("in French: %q", text)
	}
	if text := textOf(english, assent.MustPrivacyNoticeLink); !strings.Contains(text, "https://alpenglow.example/privacy") {
		t.Errorf("the link to the privacy notice is %q", text)
	}
}

func TestSendsFailClosedWhenTheStoreIsGone(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Record(SignUp(ana, "newsletter"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got, err := d.MaySend(ctx, h.Org, assent.Question{Contact: Email(ana), Channel: assent.Email, Purpose: "newsletter"})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, got, assent.Deny, assent.ReasonUnavailable)
}

func TestManyAreAnsweredFromOneSnapshotInTheirOrder(t *testing.T) {
	h := New(t)
	d := desk(t, h)
	h.Record(SignUp(ana, "newsletter"))
	got, err := d.MaySendAll(t.Context(), h.Org, assent.Question{Channel: assent.Email, Purpose: "newsletter"},
		[]assent.Contactable{Email("bob@example.org"), Email(ana), Email("nonsense")})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []assent.Verdict{assent.Deny, assent.Allow, assent.Deny} {
		if got[i].Decision != want {
			t.Errorf("contact %d: %s %s, want %s", i, got[i].Decision, got[i].Reason, want)
		}
	}
	expect(t, got[2], assent.Deny, assent.ReasonUnknownContact)
	var head int64
	err = h.Archive.Read(t.Context(), h.Org, func(v *store.View) (err error) { head, err = v.Head(); return err })
	if err != nil || got[0].Position != head || got[1].Position != head {
		t.Errorf("positions %d and %d, want %d (%v)", got[0].Position, got[1].Position, head, err)
	}
}
