package campaign_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"testing"
	"time"

	"assent"
	"assent/campaign"
	"assent/decide"
	"assent/dispatch"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/jobs"
	"assent/law"
	"assent/link"
	"assent/locale"
	"assent/mail"
)

// house is a desk for campaigns with everything real around it: an archive, the law, and a mail server in
// this process that keeps what it is given.
type house struct {
	*intaketest.House
	*campaign.Desk
	t       *testing.T
	box     *mail.Outbox
	mint    *link.Mint
	office  *dispatch.Desk
	carrier jobs.Job
	stopped []assent.Reason // of whom nobody asked
}

// Stopped counts who is left out.
func (h *house) Stopped(_ string, _ assent.Channel, why assent.Reason) {
	h.stopped = append(h.stopped, why)
}

// each runs the test with a house on each database.
func each(t *testing.T, test func(*testing.T, *house)) {
	t.Helper()
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) { test(t, open(t, h)) })
}

func open(t *testing.T, base *intaketest.House) *house {
	t.Helper()
	box, err := mail.OpenOutbox(1000, base.Clock.Now)
	must(t, err)
	t.Cleanup(func() { must(t, box.Close()) })
	post, err := mail.NewSMTP(box.Server(), nil)
	must(t, err)
	book, err := law.Embedded()
	must(t, err)
	words, err := locale.Load()
	must(t, err)
	h := &house{House: base, t: t, box: box, mint: link.New(base.Vault.Derive, rand.Reader)}
	decider := decide.New(h.Archive, h.Vault, h.Shelf, book, words, decide.Options{Now: h.Clock.Now})
	h.office = dispatch.New(dispatch.Config{
		Archive: h.Archive, Vault: h.Vault, Shelf: h.Shelf, Intake: h.Intake, Decide: decider, Mint: h.mint, Words: words, Post: post,
		Now: h.Clock.Now, Random: rand.Reader, PublicURL: "https://choices.alpenglow.example", From: "post@alpenglow.example",
	})
	h.reopen(h.office)
	return h
}

// reopen is the desk as a new process opens it, before a post room.
func (h *house) reopen(office campaign.Office) {
	words, err := locale.Load()
	must(h.t, err)
	h.Desk = campaign.New(campaign.Config{
		Archive: h.Archive, Vault: h.Vault, Shelf: h.Shelf, Intake: h.Intake, Decide: h.office.Decide, Office: office,
		Mint: h.mint, Words: words, Now: h.Clock.Now, Random: rand.Reader, PublicURL: "https://choices.alpenglow.example", Stops: h,
	})
	h.carrier = jobs.Carry(h.Archive, h.Org, h.Clock.Now, slog.New(slog.DiscardHandler), jobs.Backoff{First: time.Second, Most: time.Minute}, h.Errand(h.Org))
}

// work carries what is due.
func (h *house) work() {
	h.t.Helper()
	for more := true; more; {
		var err error
		more, err = h.carrier.Round(h.t.Context())
		must(h.t, err)
	}
}

// customer is somebody who bought something last month: the law lets the shop write to her.
func (h *house) customer(email string) intake.Receipt {
	h.t.Helper()
	yes := true
	return h.Record(intake.Act{
		Type: assent.RelationshipRecorded, Contact: intaketest.Email(email), CollectionPoint: "checkout",
		Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}, Attributes: &assent.Attributes{Country: "FR", Kind: assent.Consumer, Language: "fr"},
		Relationship: &assent.Relationship{
			Brand: "alpenglow", Kind: "purchase", LastPurchaseOn: assent.DayOf(h.Clock.Now().AddDate(0, -1, 0)), DetailsObtainedInSale: &yes,
			OptOutOfferedAtCollection: &yes, OptOutInEveryMessage: &yes, SimilarProducts: &yes,
		},
	})
}

// plan asks for the newsletter and the club.
func plan() campaign.Plan {
	return campaign.Plan{
		Name: "Customers of this year", Brand: "alpenglow", Notice: "signup",
		Ask: []campaign.Asking{{Purpose: "newsletter"}, {Purpose: "club"}},
		Templates: map[string]campaign.Template{
			"en": {Subject: "May {brand} write to you?", Body: "You have bought from {brand}.\n\nMay we write to you about this?\n\n{purposes}\n\n{answer_link}"},
			"fr": {Subject: "{brand} peut-il vous écrire ?", Body: "Vous êtes client de {brand}.\n\nPouvons-nous vous écrire à ce sujet ?\n\n{purposes}\n\n{answer_link}"},
		},
	}
}

func audience(emails ...string) []campaign.Contact {
	var out []campaign.Contact
	for i, e := range emails {
		out = append(out, campaign.Contact{Line: i + 2, Email: e})
	}
	return out
}

var operator = assent.Actor{Kind: assent.ActorOperator, ID: "olga"}

// create makes a campaign that must be taken.
func (h *house) create(p campaign.Plan, emails ...string) campaign.Status {
	h.t.Helper()
	s, err := h.Create(h.t.Context(), h.Org, operator, p, audience(emails...))
	must(h.t, err)
	return s
}

// start lets a campaign run until nothing is due.
func (h *house) start(id assent.ID) campaign.Status {
	h.t.Helper()
	_, err := h.Start(h.t.Context(), h.Org, id)
	must(h.t, err)
	h.work()
	return h.status(id)
}

func (h *house) status(id assent.ID) campaign.Status {
	h.t.Helper()
	s, err := h.Status(h.t.Context(), h.Org, id)
	must(h.t, err)
	return s
}

// mailsTo are the mails that an address got, newest first.
func (h *house) mailsTo(address string) []mail.Kept {
	var out []mail.Kept
	for _, m := range h.box.Mails() {
		if m.To == address {
			out = append(out, m)
		}
	}
	return out
}

// question is the token of the link to the answer in a mail.
func (h *house) question(m mail.Kept) link.Token {
	h.t.Helper()
	for _, l := range m.Links {
		if _, raw, found := strings.Cut(l, "/a/"); found {
			token, err := h.mint.Read(link.Request, raw, h.Clock.Now())
			must(h.t, err)
			return token
		}
	}
	h.t.Fatalf("the mail has no link to an answer:\n%s", m.Text)
	return link.Token{}
}

// answers records what is pressed on the page of a mail.
func (h *house) answers(m mail.Kept, yes ...string) {
	h.t.Helper()
	token := h.question(m)
	act := intake.Act{
		Type: assent.ConsentGranted, Point: token.Point, Refers: token.Event, Method: assent.ConsentRequest,
		Actor: assent.Actor{Kind: assent.ActorPerson},
	}
	for _, key := range h.Event(token.Event).Evidence.Shown {
		purpose, _, _ := strings.Cut(key, ":")
		c := intake.ActChoice{Purpose: purpose, Channel: assent.Email, Reply: assent.Blank}
		for _, y := range yes {
			if y == purpose {
				c.Reply = assent.Yes
			}
		}
		act.Choices = append(act.Choices, c)
	}
	h.Record(act)
}

func problemOf(t *testing.T, err error) string {
	t.Helper()
	p, ok := assent.AsProblem(err)
	if !ok {
		t.Fatalf("no problem but %v", err)
	}
	return p.Code
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// brokenAfter is a post room whose mail server vanishes after it has taken the mail.
type brokenAfter struct {
	*dispatch.Desk
	fail func() error
}

func (b *brokenAfter) Hand(ctx context.Context, r dispatch.Ready) error {
	if err := b.Desk.Hand(ctx, r); err != nil {
		return err
	}
	return b.fail()
}
