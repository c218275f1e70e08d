package console_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"assent"
	"assent/auth"
	"assent/catalogue"
	"assent/intake/intaketest"
)

// draft saves a draft of a published purpose, by an operator.
func (w *world) draft(o auth.Operator, id string, change func(*catalogue.Purpose)) {
	w.t.Helper()
	c, err := w.Shelf.Current(w.t.Context(), w.Org)
	must(w.t, err)
	published, ok := c.Purpose(id)
	if !ok {
		w.t.Fatalf("there is no purpose %s", id)
	}
	p := *published
	p.Sentences, p.Channels = maps.Clone(p.Sentences), slices.Clone(p.Channels)
	change(&p)
	d := c.NewDraft(&p)
	d.Author = o.ID
	must(w.t, w.Shelf.SaveDraft(w.t.Context(), w.Org, d))
}

// club is a purpose as its form is sent.
func club(pairs ...string) url.Values {
	out := url.Values{
		"kind": {"own_marketing"}, "channels": {"email"}, "names.en": {"Garden club"}, "names.fr": {"Cercle"},
		"sentences.en": {"Yes, tell me."}, "sentences.fr": {"Oui, prévenez-moi."}, "requires": {"newsletter"}, "then": {"review"},
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i]] = []string{pairs[i+1]}
	}
	return out
}

func TestAPurposeIsDraftedReviewedAndPublished(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		v := w.operator(auth.Campaigner)
		v.get("/console/purposes").is(http.StatusOK).says("Newsletter", "Offers only with Newsletter", "New purpose")
		p := v.post("/console/purposes/new/purpose", club()).leads("/console/purposes/purpose/garden-club/review")
		review := v.follow(p).is(http.StatusOK).says("Published for the first time", "Garden club only with Newsletter")
		v.get("/console/purposes").says("Garden club", "Draft")
		p = v.post("/console/purposes/purpose/garden-club/publish", form("revision", review.hidden("revision")))
		v.follow(p).is(http.StatusOK).says("It is published.", "Version 1", "Oui, prévenez-moi.")
		c, err := h.Shelf.Current(t.Context(), h.Org)
		must(t, err)
		if got, ok := c.Purpose("garden-club"); !ok || !slices.Equal(got.Requires, []string{"newsletter"}) || got.Sentences["fr"] != "Oui, prévenez-moi." {
			t.Errorf("in force is %+v", got)
		}
		h.Audit()
	})
}

func TestWhatIsWrongStandsBesideItsFieldAndNothingHasToBeTypedTwice(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	v.post("/console/purposes/new/purpose", club("validity_months", "two years", "names.en", "Typed <once>")).
		is(http.StatusBadRequest).says("Write a whole number here", `value="two years"`, "Typed <once>", `aria-invalid="true"`)
	v.post("/console/purposes/new/purpose", club("id", "newsletter")).is(http.StatusConflict).says(`There is a "newsletter" already.`)
	v.post("/console/purposes/new/purpose", club("requires", "nothing")).leads("/console/purposes/purpose/garden-club/review")
	v.get("/console/purposes/purpose/garden-club/review").says("Before it can be published", "is not another purpose of the catalogue").hides("/publish")
	v.get("/console/purposes/purpose/garden-club/edit").says("is not another purpose of the catalogue")
	v.post("/console/purposes/purpose/garden-club/publish", form("revision", "1")).is(http.StatusBadRequest).says("is not another purpose of the catalogue", "Garden club")
}

func TestARingOfRequirementsIsRefusedInWords(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	w.draft(w.hire(auth.Admin), "newsletter", func(p *catalogue.Purpose) { p.Requires = []string{"offers"} })
	v.get("/console/purposes/purpose/newsletter/review").is(http.StatusOK).
		says("These purposes require each other in a ring, so nobody could ever begin: newsletter → offers → newsletter.")
}

func TestNobodyLosesWhatAnotherHasDrafted(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		ana, bea := w.operator(auth.Campaigner), w.operator(auth.Admin)
		const at = "/console/purposes/purpose/club/edit"
		read := func(v *visitor) (revision, base string) {
			p := v.get(at).is(http.StatusOK)
			return p.hidden("revision"), p.hidden("base")
		}
		revision, base := read(ana)
		mine := func(name string, more ...string) url.Values {
			return club(append([]string{"revision", revision, "base", base, "names.en", name, "requires", "", "then", "stay"}, more...)...)
		}
		ana.post(at, mine("Ana’s club")).is(http.StatusSeeOther)
		bea.post(at, mine("Bea’s club")).is(http.StatusConflict).says("Somebody else has saved", "Bea’s", "Ana’s", "Save what I typed in its place")
		if d, _, err := h.Shelf.Draft(t.Context(), h.Org, catalogue.KindPurpose, "club"); err != nil || d.Item.(*catalogue.Purpose).Names["en"] != "Ana’s club" {
			t.Errorf("the draft is %+v, %v", d, err)
		}
		bea.post(at, mine("Bea’s club", "over", "1")).is(http.StatusSeeOther)
		if d, _, err := h.Shelf.Draft(t.Context(), h.Org, catalogue.KindPurpose, "club"); err != nil || d.Item.(*catalogue.Purpose).Names["en"] != "Bea’s club" || d.Revision != 2 {
			t.Errorf("the draft is %+v, %v", d, err)
		}
	})
}

func TestADraftThatWasOvertakenSaysSo(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	w.draft(w.hire(auth.Admin), "club", func(p *catalogue.Purpose) { p.ValidityMonths = 12 })
	c, err := w.Shelf.Current(t.Context(), w.Org)
	must(t, err)
	other, _ := c.Purpose("club")
	changed := *other
	changed.ValidityMonths = 24
	w.Publish(&changed)
	v.get("/console/purposes/purpose/club/review").says("Version 2 was published since").hides("/publish")
	v.post("/console/purposes/purpose/club/publish", form("revision", "1")).is(http.StatusConflict).says("Version 2 was published since", "My draft comes after it")
	p := v.post("/console/purposes/purpose/club/edit", club("revision", "1", "base", "1", "after", "2", "requires", "", "validity_months", "12")).leads("/console/purposes/purpose/club/review")
	v.follow(p).says("/publish")
}

func TestReachingFurtherIsMajorAndSaysSo(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	o := w.hire(auth.Admin)
	w.draft(o, "newsletter", func(p *catalogue.Purpose) { p.Channels = append(p.Channels, assent.LiveCall) })
	w.draft(o, "club", func(p *catalogue.Purpose) { p.ValidityMonths = 12 })
	v.get("/console/purposes/purpose/newsletter/review").says("MAJOR", "People must be asked again", "Telephone call")
	v.get("/console/purposes/purpose/club/review").says("MINOR", "Nobody has to be asked again")
}

func TestANoticeAsksItsAuthorWhetherPeopleMustBeAskedAgain(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	for _, c := range []struct{ weight, version string }{{"wording", "1.1"}, {"again", "2.0"}} {
		p := v.get("/console/purposes/notice/signup/edit").is(http.StatusOK)
		sent := form("revision", p.hidden("revision"), "base", p.hidden("base"), "version", c.weight, "languages.en", "Other words: "+c.weight, "then", "review")
		v.follow(v.post("/console/purposes/notice/signup/edit", sent)).says(c.version, "Nous vous écrivons sur la montagne.")
	}
}

func TestPartnersBrandsAndSettingsAreWrittenLikewise(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Admin)
	publish := func(kind, id string, sent url.Values) *page {
		t.Helper()
		at := "/console/purposes/" + kind + "/" + id
		p := v.get(at + "/edit").is(http.StatusOK)
		sent.Set("revision", p.hidden("revision"))
		sent.Set("base", p.hidden("base"))
		v.post(at+"/edit", sent).is(http.StatusSeeOther)
		review := v.get(at + "/review").is(http.StatusOK)
		return v.follow(v.post(at+"/publish", form("revision", review.hidden("revision"))))
	}
	publish("partner_list", "friends", form("partners.0.id", "rope-co", "partners.0.name", "Rope & Co", "partners.1.name", "Ice Axe Ltd", "partners.1.url", "https://axe.example")).
		says("Ice Axe Ltd", "MAJOR")
	publish("brand", "alpenglow", form("name", "Alpenglow", "accent", "#ffdd00")).says("too little", "#ffdd00")
	publish("settings", "settings", form("name", "Alpenglow SA", "country", "fr", "language", "en", "profile", "prudent", "conflict", "recipient", "retention.action", "list")).says("Alpenglow SA")
	c, err := w.Shelf.Current(t.Context(), w.Org)
	must(t, err)
	if l, _ := c.PartnerList("friends"); len(l.Partners) != 2 || l.Partners[1] != (catalogue.Partner{ID: "ice-axe-ltd", Name: "Ice Axe Ltd", URL: "https://axe.example"}) {
		t.Errorf("the partners are %+v", l.Partners)
	}
	if s := c.Settings(); s.Name != "Alpenglow SA" || s.Country != "FR" || s.Retention != nil || s.Profile != "" {
		t.Errorf("the settings are %+v", s)
	}
	v.post("/console/purposes/brand/alpenglow/edit", form("name", "Alpenglow", "accent", "yellow", "revision", "0", "base", "2")).is(http.StatusBadRequest).says("A colour is written #", `value="yellow"`)
}

func TestTheSettingsOfTheOrganisationAreNotACampaignersToChange(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	v.get("/console/purposes/settings/settings").is(http.StatusOK).says("Alpenglow SAS").hides("/edit")
	v.get("/console/purposes/settings/settings/edit").is(http.StatusForbidden)
	v.post("/console/purposes/settings/settings/edit", form("name", "Mine")).is(http.StatusForbidden)
}

func TestALogoIsAPictureOfAFewKilobytes(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	const at = "/console/purposes/brand/alpenglow/edit"
	sent := form("name", "Alpenglow", "revision", "0", "base", "1")
	v.upload(at, sent, "logo", []byte("no picture")).is(http.StatusBadRequest).says("A logo is a picture")
	v.upload(at, sent, "logo", append([]byte("<svg>"), make([]byte, 64<<10)...)).is(http.StatusBadRequest).says("at most 64 KB")
	v.upload(at, sent, "logo", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)).is(http.StatusSeeOther)
	d, _, err := w.Shelf.Draft(t.Context(), w.Org, catalogue.KindBrand, "alpenglow")
	must(t, err)
	if logo := d.Item.(*catalogue.Brand).Logo; !strings.HasPrefix(logo, "data:image/svg+xml;base64,") {
		t.Errorf("the logo is %q", logo)
	}
}

func TestClausesSayOutsideWhatIsPublished(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Viewer)
	v.get("/console/purposes/clauses?point=newsletter&language=fr").is(http.StatusOK).
		says("☐ Je veux ceci : Newsletter", "Nous vous écrivons sur la montagne.", "RGPD", w.server.URL+"/o/newsletter", "1 rue des Cimes", "privacy@alpenglow.example").hides("{")
	v.get("/console/purposes/clauses?point=newsletter&language=fr").says(`<html lang="en">`, `<pre class="copy" lang="fr"`)
	v.get("/console/purposes/paper/newsletter?language=fr").is(http.StatusOK).says(`<html lang="en">`, `<article class="card paper" lang="fr">`)
	v.get("/console/purposes/clauses.csv?point=newsletter&language=en").is(http.StatusOK).says("origin.b2b.public", "I want this: Newsletter")
	paper := v.get("/console/purposes/paper/newsletter?language=de").is(http.StatusOK).says("Unterschrift", "signup 1.0", w.server.URL+"/f/newsletter")
	if n := strings.Count(paper.body, `class="qr"`); n != 2 {
		t.Errorf("the paper has %d codes, want 2", n)
	}
	w.Publish(&catalogue.CollectionPoint{
		ID: "fair", Kind: catalogue.OnPaper, Brand: "alpenglow", Notice: "signup", Origin: catalogue.OriginSubscribed, Titles: catalogue.Texts{"en": "At the fair"},
		Boxes: []catalogue.Box{{Purpose: "partner-offers", Channel: assent.Email}},
	})
	v.get("/console/purposes/clauses?point=fair&language=en").says("I want this: Partner offers (Rope & Co)")
	v.get("/console/purposes/paper/fair?language=en").says("I want this: Partner offers (Rope & Co)").hides(`class="qr"`)
	v.get("/console/purposes/paper/nothing").is(http.StatusNotFound)
}
