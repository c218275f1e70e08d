package console_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"assent"
	"assent/auth"
	"assent/catalogue"
	"assent/intake/intaketest"
	"assent/stats"
)

// contest is a form as it is typed: the club first, then the newsletter with one of its topics.
func contest(change func(url.Values)) url.Values {
	f := form("id", "contest", "kind", "hosted_form", "brand", "alpenglow", "notice", "signup", "origin", "origin.subscribed", "asks", "email",
		"titles.en", "Win a hut", "titles.fr", "Gagnez un refuge", "intros.en", "Once a year.",
		"place.club:email", "1", "place.newsletter:email", "2", "place.offers:email", "", "topics.newsletter:email", "huts")
	if change != nil {
		change(f)
	}
	return f
}

func TestAFormIsComposedByNumberingItsBoxes(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		v := w.operator(auth.Campaigner)
		v.get("/console/forms/new/form").is(http.StatusOK).says("New form", "Newsletter by e-mail", "I want this: Newsletter")
		v.post("/console/forms/form", contest(nil)).leads("/console/forms/form/contest?done=form_published")
		p := w.point("contest")
		want := []catalogue.Box{{Purpose: "club", Channel: assent.Email}, {Purpose: "newsletter", Channel: assent.Email, Topics: []string{"huts"}}}
		if !slices.EqualFunc(p.Boxes, want, sameBox) || p.Version != 1 || p.Titles["fr"] != "Gagnez un refuge" || p.Kind != catalogue.HostedForm {
			t.Errorf("published is %+v", p)
		}
		v.get("/console/forms/form/contest").is(http.StatusOK).
			says("Form contest", w.server.URL+"/f/contest?lang=en", "No harder than joining.", "languages: en, fr", `<svg class="qr"`, "/f/contest/embed.js")
		v.get("/console/forms").says("Win a hut", "Club by e-mail, Newsletter by e-mail")
	})
}

func sameBox(a, b catalogue.Box) bool {
	return a.Purpose == b.Purpose && a.Channel == b.Channel && a.Party == b.Party && slices.Equal(a.Topics, b.Topics)
}

// point is a collection point in force.
func (w *world) point(id string) *catalogue.CollectionPoint {
	w.t.Helper()
	c, err := w.Shelf.Current(w.t.Context(), w.Org)
	must(w.t, err)
	p, ok := c.CollectionPoint(id)
	if !ok {
		w.t.Fatalf("there is no collection point %s", id)
	}
	return p
}

func TestWhatTheScreenHasNoFieldForStaysAsItWas(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	before := w.point("newsletter")
	changed := *before
	changed.Facts = assent.Facts{"opt_out_offered_at_collection": "true"}
	w.Publish(&changed)
	v := w.operator(auth.Campaigner)
	v.post("/console/forms/form", contest(func(f url.Values) { f.Set("id", "newsletter"); f.Set("base", "2") })).is(http.StatusSeeOther)
	if p := w.point("newsletter"); p.Version != 3 || p.Facts["opt_out_offered_at_collection"] != "true" || p.Titles["en"] != "Win a hut" {
		t.Errorf("published is %+v", p)
	}
}

func TestNobodyUndoesUnseenWhatAnotherPublished(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	mine := contest(func(f url.Values) { f.Set("id", "newsletter"); f.Set("base", "1") })
	v.post("/console/forms/form", mine).is(http.StatusSeeOther)
	v.post("/console/forms/form", mine).is(http.StatusConflict).says("Version 2 was published since you opened this.", "Win a hut")
	v.post("/console/forms/form", contest(func(f url.Values) { f.Set("id", "newsletter") })).is(http.StatusConflict).says("There is a form or page named newsletter already")
}

func TestWhatIsWrongWithAFormIsSaidAndWhatWasTypedStays(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	for sentence, change := range map[string]func(url.Values){
		`"Win it" cannot name a collection point`:                                                       func(f url.Values) { f.Set("id", "Win it") },
		`Write the text of notice signup in "nl" too: people who read that language would be shown it.`: func(f url.Values) { f.Set("titles.nl", "Win een hut") },
		"Form contest needs a title in each language in which it is shown.":                             func(f url.Values) { f.Del("titles.en"); f.Del("titles.fr") },
		"Collection point contest shows the unknown notice \"secret\"; publish the notice first":        func(f url.Values) { f.Set("notice", "secret") },
	} {
		v.post("/console/forms/form", contest(change)).is(http.StatusBadRequest).says(sentence, "Once a year.")
	}
}

// goodbye is a page of leaving as it is typed, with everything first.
func goodbye(change func(url.Values)) url.Values {
	f := form("id", "goodbye", "default", "yes", "titles.en", "Leaving us?", "opt_out", "single",
		"place.everything", "1", "place.this", "2", "place.remains", "3")
	if change != nil {
		change(f)
	}
	return f
}

func TestAPageIsComposedOfItsBlocksInTheirOrder(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	v.get("/console/forms").says("The pages that assent makes of itself are in use")
	v.get("/console/forms/new/unsubscribe").is(http.StatusOK).says("one act must stop all marketing (GDPR art. 21(2), (3))")
	v.post("/console/forms/unsubscribe", goodbye(nil)).leads("/console/forms/unsubscribe/goodbye?done=form_published")
	c, err := w.Shelf.Current(t.Context(), w.Org)
	must(t, err)
	p, ok := c.Page("goodbye")
	if !ok || !slices.Equal(p.Blocks, []string{"everything", "this", "remains"}) || !p.Default || p.OptOut != "" {
		t.Errorf("published is %+v", p)
	}
	v.get("/console/forms/unsubscribe/goodbye").is(http.StatusOK).says("every link of Alpenglow SAS that names no page", "Leaving us?", "newsletter ↔ this page")
	v.get("/console/forms/profile/goodbye").is(http.StatusNotFound)
	v.get("/console/forms").says("goodbye", "Unsubscribe page")
}

func TestAPageOnWhichLeavingIsHarderThanJoiningIsNotPublished(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	for sentence, change := range map[string]func(url.Values){
		"one can join in fr, but leave only in en. Let page goodbye speak fr too.": func(f url.Values) { f.Set("languages", "en") },
		"could be left only in two.":              func(f url.Values) { f.Set("opt_out", "page") },
		"put this or everything first":            func(f url.Values) { f.Set("place.remains", "1"); f.Set("place.everything", "4") },
		"Page goodbye needs the block everything": func(f url.Values) { f.Del("place.everything") },
	} {
		v.post("/console/forms/unsubscribe", goodbye(change)).is(http.StatusBadRequest).says(sentence, "Leaving us?")
	}
}

func TestAPreviewShowsWhatIsTypedAndDoesNothing(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Campaigner)
	draft := v.post("/console/forms/form/preview", contest(func(f url.Values) { f.Set("lang", "fr"); f.Del("id") })).is(http.StatusOK).says("Gagnez un refuge", "Je veux ceci : Club").hides("Offers")
	saved := v.get("/console/forms/form/newsletter/preview?lang=fr").is(http.StatusOK).says("Restons en contact")
	for _, p := range []*page{draft, saved} {
		if csp := p.header.Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") || !strings.Contains(csp, "frame-ancestors 'self'") || !strings.Contains(csp, "form-action 'none'") {
			t.Errorf("the preview may do this: %s", csp)
		}
	}
	v.post("/console/forms/profile/preview", form("part", "data", "lang", "en", "titles.en", "You and us")).is(http.StatusOK).says("What is held about this address.")
	v.get("/console/forms/form/contest").is(http.StatusNotFound)
	if csp := v.get("/console/forms/form/newsletter").header.Get("Content-Security-Policy"); !strings.Contains(csp, "frame-src 'self'") {
		t.Errorf("the screen may not show the preview: %s", csp)
	}
}

func TestAViewerSeesFormsAndPublishesNothing(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	v := w.operator(auth.Viewer)
	v.get("/console/forms/form/newsletter").is(http.StatusOK).hides("data-preview", ">Publish<")
	v.post("/console/forms/form", contest(nil)).is(http.StatusForbidden)
}

func TestFormsAndPagesAreExported(t *testing.T) {
	w := newWorld(t, intaketest.New(t))
	w.Publish(&catalogue.Page{ID: "short", Kind: catalogue.UnsubscribePage, Blocks: []string{"this", "everything", "remains"}})
	rows, err := csv.NewReader(strings.NewReader(w.operator(auth.Viewer).get("/console/forms.csv").is(http.StatusOK).body)).ReadAll()
	must(t, err)
	if len(rows) != 4 || rows[2][5] != "newsletter:email offers:email club:email" || rows[3][5] != "this everything remains" {
		t.Errorf("the file is %q", rows)
	}
}

func TestAFormTellsWhatCameOfIt(t *testing.T) {
	intaketest.Each(t, func(t *testing.T, h *intaketest.House) {
		w := newWorld(t, h)
		w.subscribed()                                         // who confirmed both that she ticked
		w.Record(intaketest.SignUp("bea@example.org", "club")) // she has not confirmed yet
		must(t, stats.Follow(w.Archive, w.Org, w.Clock.Now).Count(t.Context()))
		v := w.operator(auth.Viewer)
		v.get("/console/forms/form/newsletter").is(http.StatusOK).says("2 (66 %)")
		v.get("/console/forms.csv").is(http.StatusOK).says(",newsletter:email offers:email club:email,2,3,2")
	})
}
