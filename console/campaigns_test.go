package console_test

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"assent"
	"assent/auth"
	"assent/campaign"
	"assent/dispatch"
	"assent/intake"
	"assent/intake/intaketest"
	"assent/link"
	"assent/locale"
	"assent/mail"
)

// campaigns is a desk whose mails nobody carries.
func campaigns(t *testing.T, h *intaketest.House, decider campaign.Decider, words *locale.Locale) *campaign.Desk {
	t.Helper()
	box, err := mail.OpenOutbox(100, h.Clock.Now)
	must(t, err)
	t.Cleanup(func() { must(t, box.Close()) })
	post, err := mail.NewSMTP(box.Server(), nil)
	must(t, err)
	mint := link.New(h.Vault.Derive, rand.Reader)
	office := dispatch.New(dispatch.Config{
		Archive: h.Archive, Vault: h.Vault, Shelf: h.Shelf, Intake: h.Intake, Decide: decider, Mint: mint, Words: words, Post: post,
		Now: h.Clock.Now, Random: rand.Reader, PublicURL: "https://choices.alpenglow.example", From: "post@alpenglow.example",
	})
	return campaign.New(campaign.Config{
		Archive: h.Archive, Vault: h.Vault, Shelf: h.Shelf, Intake: h.Intake, Decide: decider, Office: office,
		Mint: mint, Words: words, Now: h.Clock.Now, Random: rand.Reader, PublicURL: "https://choices.alpenglow.example",
	})
}

// customer is somebody who bought something last month: the law lets the shop write to her.
func (w *world) customer(email string) {
	w.t.Helper()
	yes := true
	w.Record(intake.Act{
		Type: assent.RelationshipRecorded, Contact: intaketest.Email(email), CollectionPoint: "checkout",
		Actor: assent.Actor{Kind: assent.ActorKey, ID: "shop"}, Attributes: &assent.Attributes{Country: "FR", Kind: assent.Consumer, Language: "fr"},
		Relationship: &assent.Relationship{
			Brand: "alpenglow", Kind: "purchase", LastPurchaseOn: assent.DayOf(w.Clock.Now().AddDate(0, -1, 0)), DetailsObtainedInSale: &yes,
			OptOutOfferedAtCollection: &yes, OptOutInEveryMessage: &yes, SimilarProducts: &yes,
		},
	})
}

// request is a campaign as it is typed.
func request(change func(url.Values)) url.Values {
	f := form("name", "Customers of this year", "brand", "alpenglow", "ask", "newsletter", "notice", "signup", "by", "smtp",
		"subject.en", "May {brand} write to you?", "body.en", "You know {brand}.\r\n\r\n{purposes}\r\n\r\n{answer_link}",
		"audience", ana+"\nnobody@example.org\n", "then", "create")
	if change != nil {
		change(f)
	}
	return f
}

// campaign makes a draft with findings, and returns its identifier.
func (w *world) campaign() string {
	w.t.Helper()
	s, err := w.asks.Create(w.t.Context(), w.Org, assent.Actor{Kind: assent.ActorOperator, ID: "test"}, campaign.Plan{
		Name: "Customers of this year", Brand: "alpenglow", Notice: "signup", Ask: []campaign.Asking{{Purpose: "newsletter"}},
		Templates: map[string]campaign.Template{"en": {Subject: "50% off", Body: "{answer_link}"}},
	}, []campaign.Contact{{Line: 2, Email: ana}, {Line: 3}})
	must(w.t, err)
	return s.ID.String()
}

func TestACampaignIsCheckedCreatedStartedAndStopped(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		w.customer(ana)
		v := w.operator(auth.Campaigner)
		v.get("/console/campaigns").is(http.StatusOK).says("Nobody has been asked by mail yet.")
		v.get("/console/campaigns/new").is(http.StatusOK).says("May {brand} write to you?", "{answer_link}")
		v.post("/console/campaigns/new", request(func(f url.Values) { f.Set("then", "check") })).is(http.StatusOK).
			says("Nothing stands in the way", "Would be asked: 1. Left out: 1.", "Line 2: Nothing is recorded under this address", ana)
		v.get("/console/campaigns").says("Nobody has been asked by mail yet.")

		at := "/console/campaigns/" + created(v.post("/console/campaigns/new", request(nil)))
		v.get(at).is(http.StatusOK).says("Customers of this year", "Ready", "Nothing has left yet.", "Line").hides(ana, "nobody@example.org")
		v.post(at+"/start", nil).leads(at + "?done=campaign_started")
		v.get(at).says("Under way")
		v.post(at+"/start", nil).is(http.StatusConflict).says("This campaign is sending.")
		v.post(at+"/stop", nil).leads(at + "?done=campaign_stopped")
		v.get(at).says("Stopped", "Go on")
		v.post(at+"/mails", nil).is(http.StatusConflict).says("This server sends the mails of this campaign: start it.")
		v.get("/console/campaigns.csv").is(http.StatusOK).says("Customers of this year,stopped")
		v.get("/console/campaigns/new?from="+strings.TrimPrefix(at, "/console/campaigns/")).says("Customers of this year", "You know {brand}.")
	})
}

// created is the identifier in the address to which a creation leads.
func created(p *page) string {
	p.t.Helper()
	id, _, _ := strings.Cut(strings.TrimPrefix(p.is(http.StatusSeeOther).header.Get("Location"), "/console/campaigns/"), "?")
	return id
}

func TestATextThatPromotesMakesADraftThatCannotStart(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.customer(ana)
	v := w.operator(auth.Campaigner)
	bad := request(func(f url.Values) { f.Set("body.en", "20% off from {brand}!\n\n{purposes}\n\n{answer_link}") })
	at := "/console/campaigns/" + created(v.post("/console/campaigns/new", bad))
	v.get(at).is(http.StatusOK).says("Draft", "A percentage makes the question an offer.").hides("/start\"")
	v.post(at+"/start", nil).is(http.StatusConflict).says("mend what is found")
}

func TestMailsThatSomebodySendsHerselfAreHandedOutAsFiles(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.customer(ana)
	v := w.operator(auth.Campaigner)
	own := request(func(f url.Values) { f.Set("by", "prepared") })
	at := "/console/campaigns/" + created(v.post("/console/campaigns/new", own))
	p := v.post(at+"/mails", nil).is(http.StatusOK)
	z, err := zip.NewReader(strings.NewReader(p.body), int64(len(p.body)))
	must(t, err)
	var all bytes.Buffer
	for _, name := range []string{"001.eml", "index.html"} {
		f, err := z.Open(name)
		must(t, err)
		_, err = io.Copy(&all, f)
		must(t, err)
	}
	if !strings.Contains(all.String(), "X-Unsent: 1") || !strings.Contains(all.String(), "mailto:ana@example.org") {
		t.Errorf("the mails are\n%s", all.String())
	}
	v.get(at).says("All mails have left.").hides(ana)
}

func TestWhatIsWrongWithACampaignIsSaidAndWhatWasTypedStays(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	for sentence, change := range map[string]func(url.Values){
		"Give the campaign a name":            func(f url.Values) { f.Del("name") },
		"Name the notice behind the boxes":    func(f url.Values) { f.Del("notice") },
		"A campaign asks for at least one":    func(f url.Values) { f.Del("ask") },
		"The audience is empty":               func(f url.Values) { f.Set("audience", " \n") },
		"Write a whole number here":           func(f url.Values) { f.Set("batch", "ten") },
		"ask 50 contacts at most":             func(f url.Values) { f.Set("audience", strings.Repeat("a@example.org\n", 51)) },
		"needs a text in at least one langua": func(f url.Values) { f.Del("subject.en"); f.Del("body.en") },
	} {
		p := v.post("/console/campaigns/new", request(change))
		if p.status < 400 || p.status > 422 {
			t.Errorf("%s: %d", sentence, p.status)
		}
		p.says(sentence)
	}
}

func TestAnAudienceIsReadFromAFile(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.customer(ana)
	v := w.operator(auth.Campaigner)
	check := request(func(f url.Values) { f.Set("then", "check"); f.Del("audience") })
	v.upload("/console/campaigns/new", check, "file", []byte("name;email\nAna;"+ana+"\n")).is(http.StatusOK).says("Would be asked: 1. Left out: 0.")
	v.upload("/console/campaigns/new", check, "file", []byte("name;town\nAna;Annecy\n")).is(http.StatusBadRequest).says("No column of the file is named email")
}
