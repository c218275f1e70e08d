package decide_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"assent"
	"assent/address"
	"assent/catalogue"
	"assent/decide"
	. "assent/intake/intaketest"
	"assent/store"
	"assent/store/storetest"
)

// atOnce is how many people leave at once: they share the commits.
const atOnce = 64

// trials is how often a withdrawal is followed by a question: some here, a million in `make proofs`.
func trials(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("ASSENT_TRIALS"))
	if err != nil {
		return 2 * atOnce
	}
	t.Logf("%d trials", n)
	return n
}

// other opens another node on the same archive, with an index of its own.
func other(t *testing.T, h *House, url string) *decide.Desk {
	t.Helper()
	archive, err := store.Open(t.Context(), url, store.Options{Now: h.Clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = archive.Close() })
	d := deskOver(t, archive, h, decide.Options{Now: h.Clock.Now})
	if err := d.Index(t.Context(), h.Org); err != nil {
		t.Fatal(err)
	}
	return d
}

// Whoever has been told that a withdrawal is recorded, and asks then, on any node, is told no.
func TestADecisionAfterAnAcknowledgedWithdrawalDeniesOnEveryNode(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		h := Open(t, url)
		nodes := []*decide.Desk{indexed(t, h), other(t, h, url), other(t, h, url)}
		ctx, stop := context.WithCancel(t.Context())
		var noise sync.WaitGroup
		for _, d := range nodes { // the nodes are busy with other questions meanwhile
			noise.Go(func() {
				for ctx.Err() == nil {
					_, _ = d.MaySend(ctx, h.Org, assent.Question{Contact: Email("noise@example.org"), Channel: assent.Email, Purpose: "newsletter", Explain: assent.ExplainNone})
				}
			})
		}
		defer noise.Wait()
		defer stop()
		var work sync.WaitGroup
		for worker := range atOnce {
			work.Go(func() {
				for i := range trials(t) / atOnce {
					withdrawAndAsk(t, h, nodes, fmt.Sprintf("w%d-%d@example.org", worker, i), i)
				}
			})
		}
		work.Wait()
	})
}

// withdrawAndAsk lets every node keep a yes, and asks one of them after the no.
func withdrawAndAsk(t *testing.T, h *House, nodes []*decide.Desk, email string, i int) {
	ask := func(d *decide.Desk, want assent.Verdict) {
		got, err := d.MaySend(t.Context(), h.Org, assent.Question{Contact: Email(email), Channel: assent.Email, Purpose: "newsletter", Explain: assent.ExplainCodes})
		if err != nil || got.Decision != want && got.Reason != assent.ReasonUnavailable {
			t.Errorf("%s %s (%v), want %s", got.Decision, got.Reason, err, want)
		}
	}
	r, err := h.Intake.Record(t.Context(), h.Org, SignUp(email, "newsletter"))
	if err != nil {
		t.Error(err)
		return
	}
	for _, d := range nodes {
		ask(d, assent.Allow)
	}
	if _, err := h.Intake.Record(t.Context(), h.Org, OneClick(r.Point)); err != nil {
		t.Error(err)
		return
	}
	ask(nodes[i%len(nodes)], assent.Deny)
}

func TestANoThatReachesHerOtherAddressIsNotOverlooked(t *testing.T) {
	h := New(t)
	d := indexed(t, h)
	const work = "ana@work.example"
	h.Record(SignUp(ana, "newsletter"))
	h.Record(SignUp(work, "newsletter"))
	phone := assent.Contactable{Phone: "+33639980123"}
	h.Record(Link(Email(ana), phone))
	expectKept(t, h, d, ana, assent.Allow)
	expectKept(t, h, d, work, assent.Allow)
	h.Record(Link(Email(work), phone)) // now the two are one woman
	expectKept(t, h, d, ana, assent.Allow)
	r := h.Record(SignUp(work, "newsletter"))
	h.Record(OneClick(r.Point))
	expectKept(t, h, d, work, assent.Deny)
	expectKept(t, h, d, ana, assent.Deny)
}

func TestWhatWasKeptUnderAnotherCatalogueIsForgotten(t *testing.T) {
	h := New(t)
	d := indexed(t, h)
	h.Record(SignUp(ana, "newsletter"))
	h.Clock.Pass(90 * 24 * time.Hour)
	expectKept(t, h, d, ana, assent.Allow)
	h.Publish(&catalogue.Purpose{
		ID: "newsletter", Brand: "alpenglow", Kind: assent.PurposeOwnMarketing, Names: catalogue.Texts{"en": "News", "fr": "News"},
		Sentences: catalogue.Texts{"en": "Yes", "fr": "Oui"}, Channels: []assent.Channel{assent.Email}, ValidityMonths: 1,
	})
	expectKept(t, h, d, ana, assent.Deny)
}

// expectKept asks twice, one by one and through the sieve: the second time from what was kept.
func expectKept(t *testing.T, h *House, d *decide.Desk, email string, want assent.Verdict) {
	t.Helper()
	sieve, err := d.Sieve(t.Context(), h.Org, assent.Question{Channel: assent.Email, Purpose: "newsletter"})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := ask(t, h, d, email, "newsletter", func(q *assent.Question) { q.Explain = assent.ExplainCodes }); got.Decision != want {
			t.Errorf("%s: %s %s, want %s", email, got.Decision, got.Reason, want)
		}
		out := make([]decide.Brief, 1)
		if _, err := sieve.Sort(t.Context(), []address.Address{{Kind: assent.EmailAddress, Value: email}}, out); err != nil || out[0].Decision != want {
			t.Errorf("%s: sorted as %v (%v), want %s", email, out[0].Answer, err, want)
		}
	}
}

func TestWithoutAnAnswerFromTheStoreTheAnswerIsNo(t *testing.T) {
	storetest.EachURL(t, func(t *testing.T, url string) {
		h := Open(t, url)
		archive, err := store.Open(t.Context(), url, store.Options{Now: h.Clock.Now})
		if err != nil {
			t.Fatal(err)
		}
		d := deskOver(t, archive, h, decide.Options{Now: h.Clock.Now})
		if err := d.Index(t.Context(), h.Org); err != nil {
			t.Fatal(err)
		}
		h.Record(SignUp(ana, "newsletter"))
		expectKept(t, h, d, ana, assent.Allow)
		if err := archive.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := d.MaySend(t.Context(), h.Org, assent.Question{Contact: Email(ana), Channel: assent.Email, Purpose: "newsletter", Explain: assent.ExplainCodes})
		if err != nil || got.Decision != assent.Deny || got.Reason != assent.ReasonUnavailable || got.AsOf.IsZero() {
			t.Errorf("%s %s, %v", got.Decision, got.Reason, err)
		}
	})
}

func TestAnAskerWithoutPatienceIsToldNoIfTheStoreHasToBeAsked(t *testing.T) {
	h := Open(t, storetest.PostgresURL(t))
	d := indexed(t, h)
	h.Record(SignUp(ana, "newsletter"))
	expectKept(t, h, d, ana, assent.Allow)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got, err := d.MaySend(ctx, h.Org, assent.Question{Contact: Email(ana), Channel: assent.Email, Purpose: "newsletter", Explain: assent.ExplainCodes})
	if err != nil || got.Decision != assent.Deny || got.Reason != assent.ReasonUnavailable {
		t.Errorf("%s %s, %v", got.Decision, got.Reason, err)
	}
}
